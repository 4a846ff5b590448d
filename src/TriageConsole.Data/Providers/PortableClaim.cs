using System.Data.Common;

namespace TriageConsole.Data.Providers;

/// <summary>
/// Leases a queue item with portable statements: reads the top candidates without a lock, and takes one with a conditional update whose
/// result is checked. SQL Server and compatible engines use it, and PostgreSQL if the connection requires it. Rows are locked in the order
/// assignment, item, counters. The statements are public for the benchmarks, which run them with another client.
/// </summary>
/// <param name="open">Opens a connection.</param>
/// <param name="prepared">Whether the client prepares the statements. SQL Server caches the plans of parameterized statements
/// itself.</param>
/// <param name="isUniqueViolation">Whether the same labeler took the item in another window at the same time.</param>
internal sealed class PortableClaim(
    Func<CancellationToken, Task<DbConnection>> open,
    bool prepared,
    Func<Exception, bool> isUniqueViolation
)
{
    // @workflow, @labeler, @count. The same conditions as PostgreSQL's own claim.
    public const string Candidates = $"{CandidatesHead} AND ({IsFree} OR {IsAssigned}){CandidatesTail}";

    // Only items that are assigned to the labeler.
    public const string AssignedCandidates = $"{CandidatesHead} AND {IsAssigned}{CandidatesTail}";

    // Both claims. An assigned item waits for its person, unless it has a slot for another labeler or that person is done with it.
    public const string IsFree = """
        q.assigned_to_id IS NULL OR q.open_slots > 1 OR EXISTS (SELECT 1 FROM assignments d JOIN labelers w ON w.id = d.labeler_id
          WHERE d.queue_item_id = q.id AND w.user_id = q.assigned_to_id AND d.state <> 3)
        """;

    private const string IsAssigned = "q.assigned_to_id = (SELECT w.user_id FROM labelers w WHERE w.id = @labeler)";

    private const string CandidatesHead = """
        SELECT q.id, q.interaction_id FROM queue_items q
        WHERE q.workflow_id = @workflow AND q.open_slots > 0 AND q.dropped_at IS NULL
        """;

    private const string CandidatesTail = """

          AND NOT EXISTS (SELECT 1 FROM assignments a WHERE a.queue_item_id = q.id AND a.labeler_id = @labeler AND a.state <> 3)
          AND (q.source = 5 OR NOT EXISTS (SELECT 1 FROM queue_items o JOIN assignments a ON a.queue_item_id = o.id AND a.labeler_id =
            @labeler AND a.state <> 3 WHERE o.interaction_id = q.interaction_id AND o.id <> q.id))
        ORDER BY q.priority DESC, q.id OFFSET 0 ROWS FETCH NEXT @count ROWS ONLY
        """;

    // @item, @labeler, @now, @until. A successful claim changes two rows: one assignment and the item. With any other number another
    // labeler was faster.
    public const string Take = """
        UPDATE assignments SET state = 0, fence = fence + 1, leased_at = @now, lease_until = @until, finished_at = NULL
        WHERE queue_item_id = @item AND labeler_id = @labeler AND state = 3;
        INSERT INTO assignments (queue_item_id, labeler_id, state, fence, leased_at, lease_until)
        SELECT id, @labeler, 0, 1, @now, @until FROM queue_items WHERE id = @item
          AND NOT EXISTS (SELECT 1 FROM assignments a WHERE a.queue_item_id = @item AND a.labeler_id = @labeler);
        UPDATE queue_items SET open_slots = open_slots - 1 WHERE id = @item AND open_slots > 0 AND dropped_at IS NULL;
        """;

    // @workflow, @shard.
    public const string Count =
        "UPDATE workflow_counters SET open_slots = open_slots - 1, leased_slots = leased_slots + 1 WHERE workflow_id = "
        + "@workflow AND shard = @shard";

    public const string FirstCount =
        "INSERT INTO workflow_counters (workflow_id, shard, interactions, needs_review, open_slots, leased_slots, "
        + "labels) VALUES (@workflow, @shard, 0, 0, -1, 1, 0)";

    // @item, @labeler.
    public const string Lease = "SELECT id, fence FROM assignments WHERE queue_item_id = @item AND labeler_id = @labeler";

    private const int Shards = 16;
    private const int MaxCandidates = 256;

    private int underWay;

    /// <summary>Null if there is no item for this labeler.</summary>
    public async Task<ItemLease?> ClaimAsync(
        long workflowId,
        long labelerId,
        bool isAssigned,
        DateTimeOffset now,
        DateTimeOffset leaseUntil,
        CancellationToken cancellationToken
    )
    {
        // The number of candidates grows with the concurrent claims and after each conflict. A single labeler gets the top item, and many
        // labelers do not wait for one row.
        var count = Math.Min(MaxCandidates, Interlocked.Increment(ref underWay));
        try
        {
            await using var connection = await open(cancellationToken);
            while (true)
            {
                var candidates = await CandidatesAsync(
                    connection,
                    isAssigned ? AssignedCandidates : Candidates,
                    workflowId,
                    labelerId,
                    count,
                    cancellationToken
                );
                if (candidates.Count == 0)
                    return null;
                var (item, interaction) = candidates[Random.Shared.Next(candidates.Count)];
                try
                {
                    if (
                        await TakeAsync(connection, workflowId, labelerId, item, interaction, now, leaseUntil, cancellationToken) is
                        { } lease
                    )
                        return lease;
                }
                catch (DbException e) when (isUniqueViolation(e))
                {
                    // A conflict like the others: the next candidates are without this item.
                }

                count = Math.Min(MaxCandidates, count * 2);
            }
        }
        finally
        {
            Interlocked.Decrement(ref underWay);
        }
    }

    private async Task<List<(long Item, long Interaction)>> CandidatesAsync(
        DbConnection connection,
        string candidates,
        long workflowId,
        long labelerId,
        int count,
        CancellationToken cancellationToken
    )
    {
        await using var command = await CommandAsync(
            connection,
            null,
            candidates,
            cancellationToken,
            ("@workflow", workflowId),
            ("@labeler", labelerId),
            ("@count", count)
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<(long, long)>();
        while (await reader.ReadAsync(cancellationToken))
            found.Add((reader.GetInt64(0), reader.GetInt64(1)));
        return found;
    }

    private async Task<ItemLease?> TakeAsync(
        DbConnection connection,
        long workflowId,
        long labelerId,
        long item,
        long interaction,
        DateTimeOffset now,
        DateTimeOffset leaseUntil,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (
            var take = await CommandAsync(
                connection,
                transaction,
                Take,
                cancellationToken,
                ("@item", item),
                ("@labeler", labelerId),
                ("@now", now),
                ("@until", leaseUntil)
            )
        )
            if (await take.ExecuteNonQueryAsync(cancellationToken) != 2)
                return null;
        var shard = (short)Random.Shared.Next(Shards);
        ItemLease lease;
        bool isCounted;
        await using (
            var count = await CommandAsync(
                connection,
                transaction,
                $"{Count}; {Lease}",
                cancellationToken,
                ("@workflow", workflowId),
                ("@shard", shard),
                ("@item", item),
                ("@labeler", labelerId)
            )
        )
        {
            await using var reader = await count.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            lease = new ItemLease(reader.GetInt64(0), interaction, reader.GetInt32(1), leaseUntil);
            await reader.CloseAsync();
            isCounted = reader.RecordsAffected > 0;
        }

        if (!isCounted)
        {
            await using var first = await CommandAsync(
                connection,
                transaction,
                FirstCount,
                cancellationToken,
                ("@workflow", workflowId),
                ("@shard", shard)
            );
            await first.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return lease;
    }

    private async Task<DbCommand> CommandAsync(
        DbConnection connection,
        DbTransaction? transaction,
        string sql,
        CancellationToken cancellationToken,
        params (string Name, object Value)[] parameters
    )
    {
        var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value is DateTimeOffset time ? Microseconds.Of(time) : value);
            command.Parameters.Add(parameter);
        }

        if (prepared)
            await command.PrepareAsync(cancellationToken);
        return command;
    }
}
