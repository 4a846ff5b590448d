namespace TriageConsole.Data.Providers;

public partial interface IProviderStatements
{
    /// <summary>
    /// Takes <paramref name="count"/> consecutive uses of the interaction_ids sequence; the ids are unique, not always adjacent.
    /// </summary>
    Task<long[]> ReserveInteractionIdsAsync(TriageDbContext db, int count, CancellationToken cancellationToken);

    /// <summary>
    /// Loads rows in one COPY (or SqlBulkCopy) inside the context's transaction, columns by the EF model. No change tracking, no
    /// interceptors. A breach of a unique index fails the whole load.
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
    /// Locks the tenants in order of id until the transaction ends: imports of one tenant store one after the other, so that what they
    /// read (labelers, rubrics, labels in force) stands until they commit. Readers and ingest are not held up.
    /// </summary>
    Task LockTenantsAsync(TriageDbContext db, long[] ids, CancellationToken cancellationToken);

    /// <summary>Gives the interactions the staged scores of a batch.</summary>
    Task ApplyStagedScoresAsync(TriageDbContext db, Guid batchId, CancellationToken cancellationToken);

    /// <summary>Gives open items of the priority sample the staged priorities of a batch.</summary>
    Task ApplyStagedPrioritiesAsync(TriageDbContext db, Guid batchId, CancellationToken cancellationToken);

    /// <summary>
    /// Gives the planner its first figures of the tables that ingest fills, where it has none. False while the tables are still empty.
    /// </summary>
    Task<bool> EnsureStatisticsAsync(TriageDbContext db, CancellationToken cancellationToken);

    /// <summary>Adds to a workflow's kept counters, in a shard of this connection's.</summary>
    Task AddToCountersAsync(TriageDbContext db, long workflowId, CounterChange change, CancellationToken cancellationToken);
}
