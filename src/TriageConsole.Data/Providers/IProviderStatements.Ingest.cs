namespace TriageConsole.Data.Providers;

public partial interface IProviderStatements
{
    /// <summary>
    /// Reserves <paramref name="count"/> ids of the interaction_ids sequence. The ids are unique, but not always consecutive.
    /// </summary>
    Task<long[]> ReserveInteractionIdsAsync(TriageDbContext db, int count, CancellationToken cancellationToken);

    /// <summary>
    /// Loads rows with one COPY (or SqlBulkCopy) in the context's transaction, with the columns of the EF model. No change tracking, no
    /// interceptors. A unique violation fails the whole load.
    /// </summary>
    Task BulkLoadAsync<T>(TriageDbContext db, IReadOnlyCollection<T> rows, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Loads payloads, as <see cref="BulkLoadAsync"/> does.</summary>
    Task LoadPayloadsAsync(TriageDbContext db, IReadOnlyCollection<PayloadRow> rows, CancellationToken cancellationToken);

    /// <summary>
    /// Locks the interactions in order of id until the transaction ends, so that late signals of one interaction are scored one after the
    /// other.
    /// </summary>
    Task LockInteractionsAsync(TriageDbContext db, long[] ids, CancellationToken cancellationToken);

    /// <summary>
    /// Locks the tenants in order of id until the transaction ends. Imports of one tenant run one after the other, so that the data they
    /// read (labelers, rubrics, current labels) does not change before they commit. Reads and ingest are not blocked.
    /// </summary>
    Task LockTenantsAsync(TriageDbContext db, long[] ids, CancellationToken cancellationToken);

    /// <summary>Applies the staged scores of a batch to the interactions.</summary>
    Task ApplyStagedScoresAsync(TriageDbContext db, Guid batchId, CancellationToken cancellationToken);

    /// <summary>Applies the staged priorities of a batch to open items of the priority sample.</summary>
    Task ApplyStagedPrioritiesAsync(TriageDbContext db, Guid batchId, CancellationToken cancellationToken);

    /// <summary>Stores new priorities, except for items whose priority changed meanwhile. Returns the number of changed items.</summary>
    Task<int> ChangePrioritiesAsync(TriageDbContext db, IReadOnlyList<PriorityChange> changes, CancellationToken cancellationToken);

    /// <summary>
    /// Creates the first planner statistics of the tables that ingest fills, if there are none. False while the tables are empty.
    /// </summary>
    Task<bool> EnsureStatisticsAsync(TriageDbContext db, CancellationToken cancellationToken);

    /// <summary>Adds to a workflow's counters, in this connection's shard.</summary>
    Task AddToCountersAsync(TriageDbContext db, long workflowId, CounterChange change, CancellationToken cancellationToken);
}
