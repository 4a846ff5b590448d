using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace TriageConsole.Data.Providers.Postgres;

internal sealed partial class PostgresStatements
{
    private const string ApplyScores = """
        UPDATE interactions i SET suspicion = s.suspicion, needs_review = s.needs_review, outcome_metric = s.outcome_metric, outcome_value
          = s.outcome_value
        FROM staged_scores s WHERE s.batch_id = {0} AND i.id = s.interaction_id
        """;

    private const string ApplyPriorities = """
        UPDATE queue_items q SET priority = s.priority, reason = s.reason
        FROM staged_scores s WHERE s.batch_id = {0} AND q.interaction_id = s.interaction_id AND q.source = 0 AND q.open_slots > 0
        """;

    private const string ChangePriorities = """
        UPDATE queue_items q SET priority = u.priority, reason = u.reason
        FROM unnest({0}::bigint[], {1}::float8[], {2}::float8[], {3}::text[]) AS u(id, was, priority, reason)
        WHERE q.id = u.id AND q.priority = u.was
        """;

    private const string AddToCounters = """
        INSERT INTO workflow_counters AS c (workflow_id, shard, interactions, needs_review, open_slots, leased_slots, labels)
        VALUES ({0}, pg_backend_pid() % 16, {1}, {2}, {3}, {4}, {5})
        ON CONFLICT (workflow_id, shard) DO UPDATE SET
            interactions = c.interactions + excluded.interactions, needs_review = c.needs_review + excluded.needs_review,
            open_slots = c.open_slots + excluded.open_slots, leased_slots = c.leased_slots + excluded.leased_slots,
            labels = c.labels + excluded.labels
        """;

    // PostgreSQL estimates the size of a table that was never analyzed from the maximum row width. With many varchar columns it assumes an
    // empty table, and each foreign key check of a first import scans a whole index. Autovacuum runs only after a minute.
    public async Task<bool> EnsureStatisticsAsync(TriageDbContext db, CancellationToken cancellationToken)
    {
        if (
            await db
                .Database.SqlQuery<bool>(
                    $"SELECT relpages > 0 AND reltuples > 0 AS \"Value\" FROM pg_class WHERE oid = 'interactions'::regclass"
                )
                .SingleAsync(cancellationToken)
        )
            return true;
        if (!await db.Interactions.AnyAsync(cancellationToken))
            return false;
        await db.Database.ExecuteSqlRawAsync("ANALYZE interactions, interaction_payloads, signals, queue_items", cancellationToken);
        return true;
    }

    public async Task<long[]> ReserveInteractionIdsAsync(TriageDbContext db, int count, CancellationToken cancellationToken) =>
        await db
            .Database.SqlQuery<long>($"SELECT nextval('interaction_ids') AS \"Value\" FROM generate_series(1, {count})")
            .ToArrayAsync(cancellationToken);

    public async Task BulkLoadAsync<T>(TriageDbContext db, IReadOnlyCollection<T> rows, CancellationToken cancellationToken)
        where T : class
    {
        if (rows.Count == 0)
            return;
        var shape = CopyShape<T>.Of(db);
        await CopyAsync(db, shape.Sql, shape.Columns, rows, shape.Put, cancellationToken);
    }

    public async Task LoadPayloadsAsync(TriageDbContext db, IReadOnlyCollection<PayloadRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return;
        await CopyAsync(
            db,
            "COPY interaction_payloads (interaction_id, input, output, messages, context) FROM STDIN (FORMAT BINARY)",
            5,
            rows,
            (buffer, row) =>
            {
                buffer.Put(row.InteractionId);
                buffer.Put(row.Input);
                buffer.Put(row.Output);
                buffer.Put(row.Messages);
                buffer.Put(row.Context);
            },
            cancellationToken
        );
    }

    private static async Task CopyAsync<T>(
        TriageDbContext db,
        string sql,
        int columns,
        IReadOnlyCollection<T> rows,
        Action<CopyBuffer, T> put,
        CancellationToken cancellationToken
    )
    {
        using var buffer = new CopyBuffer();
        await using var copy = await ((NpgsqlConnection)db.Database.GetDbConnection()).BeginRawBinaryCopyAsync(sql, cancellationToken);
        try
        {
            buffer.Begin();
            foreach (var row in rows)
            {
                buffer.BeginRow(columns);
                put(buffer, row);
                if (!buffer.IsFull)
                    continue;
                await copy.WriteAsync(buffer.Written, cancellationToken);
                buffer.Clear();
            }

            buffer.End();
            await copy.WriteAsync(buffer.Written, cancellationToken);
        }
        catch
        {
            // Without the cancellation, dispose would complete the load with the rows so far.
            await CancelAsync(copy);
            throw;
        }
    }

    private static async Task CancelAsync(NpgsqlRawCopyStream copy)
    {
        try
        {
            await copy.CancelAsync();
        }
        catch (Exception e) when (e is NpgsqlException or ObjectDisposedException or IOException)
        {
            // The connection broke, and the load with it. The caller throws the original exception, which decides about a retry.
        }
    }

    public async Task LockInteractionsAsync(TriageDbContext db, long[] ids, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync(
            $"SELECT id FROM interactions WHERE id = ANY({ids}) ORDER BY id FOR NO KEY UPDATE",
            cancellationToken
        );

    public async Task LockTenantsAsync(TriageDbContext db, long[] ids, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync($"SELECT id FROM tenants WHERE id = ANY({ids}) ORDER BY id FOR NO KEY UPDATE", cancellationToken);

    public async Task ApplyStagedScoresAsync(TriageDbContext db, Guid batchId, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlRawAsync(ApplyScores, [batchId], cancellationToken);

    public async Task ApplyStagedPrioritiesAsync(TriageDbContext db, Guid batchId, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlRawAsync(ApplyPriorities, [batchId], cancellationToken);

    public Task<int> ChangePrioritiesAsync(
        TriageDbContext db,
        IReadOnlyList<PriorityChange> changes,
        CancellationToken cancellationToken
    ) =>
        db.Database.ExecuteSqlRawAsync(
            ChangePriorities,
            [
                changes.Select(c => c.Id).ToArray(),
                changes.Select(c => c.OldPriority).ToArray(),
                changes.Select(c => c.NewPriority).ToArray(),
                changes.Select(c => c.Reason).ToArray(),
            ],
            cancellationToken
        );

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
