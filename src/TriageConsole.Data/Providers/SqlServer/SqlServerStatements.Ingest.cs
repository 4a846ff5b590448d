using System.Data;
using System.Text;
using System.Text.Json;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using TriageConsole.Data.Interactions;

namespace TriageConsole.Data.Providers.SqlServer;

internal sealed partial class SqlServerStatements
{
    private const string ApplyScores = """
        UPDATE i SET suspicion = s.suspicion, needs_review = s.needs_review, outcome_metric = s.outcome_metric, outcome_value =
          s.outcome_value
        FROM interactions i JOIN staged_scores s ON i.id = s.interaction_id WHERE s.batch_id = {0};
        """;

    private const string ApplyPriorities = """
        UPDATE q SET priority = s.priority, reason = s.reason
        FROM queue_items q JOIN staged_scores s ON q.interaction_id = s.interaction_id WHERE s.batch_id = {0} AND q.source = 0 AND
          q.open_slots > 0;
        """;

    private const string ChangePriorities = """
        UPDATE q SET priority = u.NewPriority, reason = u.Reason
        FROM queue_items q JOIN OPENJSON({0}) WITH (Id bigint '$.Id', OldPriority float '$.OldPriority', NewPriority float '$.NewPriority',
          Reason nvarchar(500) '$.Reason') u ON q.id = u.Id WHERE ABS(q.priority - u.OldPriority) <= 1E-9 * ABS(u.OldPriority);
        """;

    private const string LockByName = """
        DECLARE @got int;
        EXEC @got = sp_getapplock @Resource = {0}, @LockMode = 'Exclusive', @LockOwner = 'Transaction', @LockTimeout = 30000;
        IF @got < 0 THROW 51205, 'The lock was not to be had: two transactions stood in each other''s way, or one took too long.', 1;
        """;

    private const string AddToCounters = """
        UPDATE workflow_counters SET
            interactions = interactions + {1}, needs_review = needs_review + {2}, open_slots = open_slots + {3},
            leased_slots = leased_slots + {4}, labels = labels + {5}
        WHERE workflow_id = {0} AND shard = @@SPID % 16;
        IF @@ROWCOUNT = 0
            INSERT INTO workflow_counters (workflow_id, shard, interactions, needs_review, open_slots, leased_slots, labels)
            VALUES ({0}, @@SPID % 16, {1}, {2}, {3}, {4}, {5});
        """;

    /// <summary>Rows per load. Their table needs a multiple of their memory, and a batch can have a hundred thousand signals.</summary>
    private const int BulkRows = 5000;

    // SQL Server creates statistics itself when a query needs them.
    public Task<bool> EnsureStatisticsAsync(TriageDbContext db, CancellationToken cancellationToken) => Task.FromResult(true);

    public async Task<long[]> ReserveInteractionIdsAsync(TriageDbContext db, int count, CancellationToken cancellationToken)
    {
        // One row per id: sp_sequence_get_range would reserve a range, but compatible engines do not have it.
        var rows = $"[{string.Join(',', Enumerable.Repeat('0', count))}]";
        return await db
            .Database.SqlQueryRaw<long>("SELECT NEXT VALUE FOR interaction_ids AS Value FROM OPENJSON({0})", rows)
            .ToArrayAsync(cancellationToken);
    }

    public async Task BulkLoadAsync<T>(TriageDbContext db, IReadOnlyCollection<T> rows, CancellationToken cancellationToken)
        where T : class
    {
        if (rows.Count == 0)
            return;
        if (rows.Count > BulkRows && db.Database.CurrentTransaction is null)
        {
            await using var all = await db.Database.BeginTransactionAsync(cancellationToken);
            await BulkLoadAsync(db, rows, cancellationToken);
            await all.CommitAsync(cancellationToken);
            return;
        }

        var shape = BulkColumns<T>.Of(db);
        using var table = new DataTable();
        foreach (var column in shape.Columns)
            table.Columns.Add(column.Name, column.Type == typeof(DateOnly) ? typeof(DateTime) : column.Type);
        var transaction = (SqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
        using var bulk = new SqlBulkCopy((SqlConnection)db.Database.GetDbConnection(), SqlBulkCopyOptions.CheckConstraints, transaction)
        {
            DestinationTableName = shape.Table,
        };
        foreach (var column in shape.Columns)
            bulk.ColumnMappings.Add(column.Name, column.Name);
        foreach (var some in rows.Chunk(BulkRows))
        {
            foreach (var row in some)
                table.Rows.Add([
                    .. shape.Columns.Select(c =>
                        c.Value(row) switch
                        {
                            null => DBNull.Value,
                            DateOnly day => day.ToDateTime(TimeOnly.MinValue),
                            var value => value,
                        }
                    ),
                ]);
            await bulk.WriteToServerAsync(table, cancellationToken);
            table.Clear();
        }
    }

    public Task LoadPayloadsAsync(TriageDbContext db, IReadOnlyCollection<PayloadRow> rows, CancellationToken cancellationToken) =>
        BulkLoadAsync(
            db,
            rows.Select(r => new InteractionPayload
                {
                    InteractionId = r.InteractionId,
                    Input = r.Input,
                    Output = r.Output,
                    Messages = r.Messages is { } m ? Encoding.UTF8.GetString(m.Span) : null,
                    Context = r.Context,
                })
                .ToList(),
            cancellationToken
        );

    public async Task LockInteractionsAsync(TriageDbContext db, long[] ids, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlRawAsync(
            "UPDATE interactions SET label_count = label_count WHERE id IN (SELECT CAST(value AS bigint) FROM OPENJSON({0}))",
            [$"[{string.Join(',', ids)}]"],
            cancellationToken
        );

    public Task LockTenantsAsync(TriageDbContext db, long[] ids, CancellationToken cancellationToken) =>
        LockAsync(db, "tenant", ids, cancellationToken);

    /// <summary>
    /// Locks by name until the transaction ends, in order of id. Not the rows themselves: an insert that refers to a row would wait for its
    /// update, and compatible engines ignore hints for weaker locks.
    /// </summary>
    private static async Task LockAsync(TriageDbContext db, string kind, long[] ids, CancellationToken cancellationToken)
    {
        foreach (var id in ids.Distinct().Order())
            await db.Database.ExecuteSqlRawAsync(LockByName, [FormattableString.Invariant($"{kind}:{id}")], cancellationToken);
    }

    public async Task ApplyStagedScoresAsync(TriageDbContext db, Guid batchId, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlRawAsync(ApplyScores, [batchId], cancellationToken);

    public async Task ApplyStagedPrioritiesAsync(TriageDbContext db, Guid batchId, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlRawAsync(ApplyPriorities, [batchId], cancellationToken);

    public Task<int> ChangePrioritiesAsync(
        TriageDbContext db,
        IReadOnlyList<PriorityChange> changes,
        CancellationToken cancellationToken
    ) => db.Database.ExecuteSqlRawAsync(ChangePriorities, [JsonSerializer.Serialize(changes)], cancellationToken);

    public async Task AddToCountersAsync(TriageDbContext db, long workflowId, CounterChange change, CancellationToken cancellationToken)
    {
        if (change.IsNothing)
            return;
        await db.Database.ExecuteSqlRawAsync(
            AddToCounters,
            [workflowId, change.Interactions, change.NeedsReview, change.OpenSlots, change.LeasedSlots, change.Labels],
            cancellationToken
        );
    }
}
