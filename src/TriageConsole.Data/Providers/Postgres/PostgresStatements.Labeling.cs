using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace TriageConsole.Data.Providers.Postgres;

internal sealed partial class PostgresStatements
{
    public Task<ItemLease?> ClaimAsync(
        long workflowId,
        long labelerId,
        bool isAssigned,
        DateTimeOffset now,
        DateTimeOffset leaseUntil,
        CancellationToken cancellationToken
    ) =>
        AgainAsync(
            async () =>
            {
                if (connection.PortableClaim)
                    return await portableClaim.ClaimAsync(workflowId, labelerId, isAssigned, now, leaseUntil, cancellationToken);
                while (true)
                {
                    await using var reader = await RunAsync(
                        isAssigned ? PostgresLabelingSql.ClaimAssigned : PostgresLabelingSql.Claim,
                        [Big(workflowId), Big(labelerId), Time(now), Time(leaseUntil)],
                        cancellationToken
                    );
                    if (!await reader.Reader.ReadAsync(cancellationToken))
                        return null;
                    if (await reader.Reader.IsDBNullAsync(0, cancellationToken))
                        continue;
                    return new ItemLease(reader.Reader.GetInt64(0), reader.Reader.GetInt64(1), reader.Reader.GetInt32(2), leaseUntil);
                }
            },
            cancellationToken
        );

    public Task<IReadOnlyList<long>> RenewAsync(
        long labelerId,
        IReadOnlyList<LeaseToken> leases,
        DateTimeOffset leaseUntil,
        CancellationToken cancellationToken
    ) =>
        AgainAsync<IReadOnlyList<long>>(
            async () =>
            {
                await using var run = await RunAsync(
                    PostgresLabelingSql.Renew,
                    [Big(labelerId), Ids(leases), Fences(leases), Time(leaseUntil)],
                    cancellationToken
                );
                var renewed = new List<long>();
                while (await run.Reader.ReadAsync(cancellationToken))
                    renewed.Add(run.Reader.GetInt64(0));
                return renewed;
            },
            cancellationToken
        );

    public Task<bool> SkipAsync(LeaseToken lease, long labelerId, string reason, DateTimeOffset now, CancellationToken cancellationToken) =>
        AgainAsync(
            async () =>
            {
                await using var run = await RunAsync(
                    PostgresLabelingSql.Skip,
                    [Big(lease.AssignmentId), Big(labelerId), Int(lease.Fence), Text(reason), Time(now)],
                    cancellationToken
                );
                return await run.Reader.ReadAsync(cancellationToken);
            },
            cancellationToken
        );

    public Task<WithdrawnLabel?> UndoAsync(
        long workflowId,
        long labelerId,
        int most,
        DateTimeOffset now,
        DateTimeOffset leaseUntil,
        CancellationToken cancellationToken
    ) =>
        AgainAsync(
            async () =>
            {
                await using var run = await RunAsync(
                    PostgresLabelingSql.Undo,
                    [Big(workflowId), Big(labelerId), Int(most), Time(now), Time(leaseUntil)],
                    cancellationToken
                );
                if (!await run.Reader.ReadAsync(cancellationToken))
                    return null;
                var lease = await run.Reader.IsDBNullAsync(1, cancellationToken)
                    ? null
                    : new ItemLease(run.Reader.GetInt64(1), run.Reader.GetInt64(2), run.Reader.GetInt32(3), leaseUntil);
                return new WithdrawnLabel(run.Reader.GetInt64(0), lease);
            },
            cancellationToken
        );

    public Task<WithdrawnSkip?> UndoSkipAsync(
        long workflowId,
        long labelerId,
        DateTimeOffset now,
        DateTimeOffset leaseUntil,
        CancellationToken cancellationToken
    ) =>
        AgainAsync(
            async () =>
            {
                await using var run = await RunAsync(
                    PostgresLabelingSql.UndoSkip,
                    [Big(workflowId), Big(labelerId), Time(now), Time(leaseUntil)],
                    cancellationToken
                );
                if (!await run.Reader.ReadAsync(cancellationToken))
                    return null;
                return new WithdrawnSkip(
                    await run.Reader.IsDBNullAsync(0, cancellationToken)
                        ? null
                        : new ItemLease(run.Reader.GetInt64(0), run.Reader.GetInt64(1), run.Reader.GetInt32(2), leaseUntil)
                );
            },
            cancellationToken
        );

    public Task<IReadOnlyList<ReturnedSlots>> ReleaseAsync(
        long labelerId,
        IReadOnlyList<LeaseToken> leases,
        CancellationToken cancellationToken
    ) =>
        AgainAsync(
            async () =>
            {
                await using var run = await RunAsync(
                    PostgresLabelingSql.Release,
                    [Big(labelerId), Ids(leases), Fences(leases)],
                    cancellationToken
                );
                return await ReadReturnedAsync(run.Reader, cancellationToken);
            },
            cancellationToken
        );

    public Task<IReadOnlyList<ReturnedSlots>> ExpireLeasesAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        AgainAsync(
            async () =>
            {
                await using var run = await RunAsync(PostgresLabelingSql.Expire, [Time(now)], cancellationToken);
                return await ReadReturnedAsync(run.Reader, cancellationToken);
            },
            cancellationToken
        );

    private static async Task<IReadOnlyList<ReturnedSlots>> ReadReturnedAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var returned = new List<ReturnedSlots>();
        while (await reader.ReadAsync(cancellationToken))
            returned.Add(new ReturnedSlots(reader.GetInt64(0), reader.GetInt64(1)));
        return returned;
    }

    private Task<RunningStatement> RunAsync(string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken) =>
        RunAsync([(sql, parameters)], cancellationToken);

    /// <summary>
    /// Runs statements in one round trip and one transaction, prepared once per connection, so that labelers do not wait for parsing and
    /// planning.
    /// </summary>
    private async Task<RunningStatement> RunAsync(
        (string Sql, NpgsqlParameter[] Parameters)[] statements,
        CancellationToken cancellationToken
    )
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        var batch = new NpgsqlBatch(connection);
        try
        {
            foreach (var (sql, parameters) in statements)
            {
                var command = new NpgsqlBatchCommand(sql);
                command.Parameters.AddRange(parameters);
                batch.BatchCommands.Add(command);
            }

            await batch.PrepareAsync(cancellationToken);
            return new RunningStatement(connection, batch, await batch.ExecuteReaderAsync(CommandBehavior.Default, cancellationToken));
        }
        catch
        {
            await batch.DisposeAsync();
            await connection.DisposeAsync();
            throw;
        }
    }

    private DatabaseRetry? retry;

    private Task<T> AgainAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken) =>
        (retry ??= new DatabaseRetry(this)).RunAsync(_ => work(), cancellationToken);

    private static NpgsqlParameter<long> Big(long value) => new() { TypedValue = value };

    private static NpgsqlParameter<int> Int(int value) => new() { TypedValue = value };

    private static NpgsqlParameter<DateTimeOffset> Time(DateTimeOffset value) => new() { TypedValue = value.ToUniversalTime() };

    private static NpgsqlParameter Text(string? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter<long[]> Ids(IReadOnlyList<LeaseToken> leases) =>
        new() { TypedValue = leases.Select(l => l.AssignmentId).ToArray() };

    private static NpgsqlParameter<int[]> Fences(IReadOnlyList<LeaseToken> leases) =>
        new() { TypedValue = leases.Select(l => l.Fence).ToArray() };

    private sealed class RunningStatement(NpgsqlConnection connection, NpgsqlBatch batch, NpgsqlDataReader reader) : IAsyncDisposable
    {
        public NpgsqlDataReader Reader => reader;

        public async ValueTask DisposeAsync()
        {
            try
            {
                await reader.DisposeAsync();
            }
            finally
            {
                await batch.DisposeAsync();
                await connection.DisposeAsync();
            }
        }
    }
}
