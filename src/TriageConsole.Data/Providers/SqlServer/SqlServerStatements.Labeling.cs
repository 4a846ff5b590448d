using System.Data;
using System.Text.Json;
using Microsoft.Data.SqlClient;
using TriageConsole.Data.Labeling;

namespace TriageConsole.Data.Providers.SqlServer;

internal sealed partial class SqlServerStatements
{
    public Task<ItemLease?> ClaimAsync(
        long workflowId,
        long labelerId,
        bool isAssigned,
        DateTimeOffset now,
        DateTimeOffset leaseUntil,
        CancellationToken cancellationToken
    ) => AgainAsync(() => claim.ClaimAsync(workflowId, labelerId, isAssigned, now, leaseUntil, cancellationToken), cancellationToken);

    public Task<SubmittedLabel?> SubmitAsync(SubmittedAnswers answers, CancellationToken cancellationToken) =>
        AgainAsync(
            async () =>
            {
                var given = answers.Criteria.SelectMany(
                    (c, i) =>
                        new (string, object?)[]
                        {
                            ($"@t{i}", answers.Turns[i]),
                            ($"@c{i}", c),
                            ($"@v{i}", answers.Values[i]),
                            ($"@n{i}", (object?)answers.NumericValues[i] ?? System.Data.SqlTypes.SqlDouble.Null),
                        }
                );
                var rows = await ReadAsync(
                    SqlServerLabelingSql.SubmitOf(answers.Criteria.Count, answers.Suggestions.Count),
                    r => new SubmittedLabel(Long(r, 0), r.GetBoolean(1), r.GetBoolean(2), r.GetInt32(3), (AssignmentState)r.GetInt32(4)),
                    cancellationToken,
                    [
                        ("@assignment", answers.Lease.AssignmentId),
                        ("@fence", answers.Lease.Fence),
                        ("@labeler", answers.LabelerId),
                        ("@key", answers.IdempotencyKey),
                        ("@rubric", answers.RubricVersionId),
                        ("@time", answers.TimeOnTaskMs),
                        ("@comment", answers.Comment),
                        ("@now", answers.At),
                        .. given,
                        .. answers.Suggestions.SelectMany(
                            (s, i) =>
                                new (string, object?)[]
                                {
                                    ($"@st{i}", s.Turn),
                                    ($"@sc{i}", s.Criterion),
                                    ($"@sv{i}", s.Value),
                                    ($"@ss{i}", (int)s.Source),
                                    ($"@sa{i}", s.IsAccepted),
                                }
                        ),
                    ]
                );
                return rows.SingleOrDefault();
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
                await ReadAsync(
                    SqlServerLabelingSql.Renew,
                    r => r.GetInt64(0),
                    cancellationToken,
                    ("@labeler", labelerId),
                    ("@leases", Json(leases)),
                    ("@until", leaseUntil)
                ),
            cancellationToken
        );

    public Task<bool> SkipAsync(LeaseToken lease, long labelerId, string reason, DateTimeOffset now, CancellationToken cancellationToken) =>
        AgainAsync(
            async () =>
                (
                    await ReadAsync(
                        SqlServerLabelingSql.Skip,
                        r => r.GetInt64(0),
                        cancellationToken,
                        ("@assignment", lease.AssignmentId),
                        ("@fence", lease.Fence),
                        ("@labeler", labelerId),
                        ("@reason", reason),
                        ("@now", now)
                    )
                ).Count > 0,
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
                (
                    await ReadAsync(
                        SqlServerLabelingSql.Undo,
                        r => new WithdrawnLabel(
                            r.GetInt64(0),
                            Long(r, 1) is { } assignment ? new ItemLease(assignment, r.GetInt64(2), r.GetInt32(3), leaseUntil) : null
                        ),
                        cancellationToken,
                        ("@workflow_id", workflowId),
                        ("@labeler", labelerId),
                        ("@most", most),
                        ("@now", now),
                        ("@until", leaseUntil)
                    )
                ).SingleOrDefault(),
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
                (
                    await ReadAsync(
                        SqlServerLabelingSql.UndoSkip,
                        r => new WithdrawnSkip(
                            Long(r, 0) is { } assignment ? new ItemLease(assignment, r.GetInt64(1), r.GetInt32(2), leaseUntil) : null
                        ),
                        cancellationToken,
                        ("@workflow_id", workflowId),
                        ("@labeler", labelerId),
                        ("@now", now),
                        ("@until", leaseUntil)
                    )
                ).SingleOrDefault(),
            cancellationToken
        );

    public Task<IReadOnlyList<ReturnedSlots>> ReleaseAsync(
        long labelerId,
        IReadOnlyList<LeaseToken> leases,
        CancellationToken cancellationToken
    ) =>
        AgainAsync<IReadOnlyList<ReturnedSlots>>(
            async () =>
                await ReadAsync(
                    SqlServerLabelingSql.Release,
                    Returned,
                    cancellationToken,
                    ("@labeler", labelerId),
                    ("@leases", Json(leases))
                ),
            cancellationToken
        );

    public Task<IReadOnlyList<ReturnedSlots>> ExpireLeasesAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        AgainAsync<IReadOnlyList<ReturnedSlots>>(
            async () => await ReadAsync(SqlServerLabelingSql.Expire, Returned, cancellationToken, ("@now", now)),
            cancellationToken
        );

    private static ReturnedSlots Returned(SqlDataReader reader) => new(reader.GetInt64(0), reader.GetInt64(1));

    private static long? Long(SqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : Convert.ToInt64(reader.GetValue(column), System.Globalization.CultureInfo.InvariantCulture);

    private static string Json(IReadOnlyList<LeaseToken> leases) =>
        JsonSerializer.Serialize(leases.Select(l => new { id = l.AssignmentId, fence = l.Fence }));

    private async Task<List<T>> ReadAsync<T>(
        string sql,
        Func<SqlDataReader, T> read,
        CancellationToken cancellationToken,
        params (string Name, object? Value)[] parameters
    )
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new SqlCommand(sql, connection);
        foreach (var (name, value) in parameters)
            command.Parameters.Add(Parameter(name, value));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>All text parameters have the same length, so that there is one plan per statement and not one per text length.</summary>
    private static SqlParameter Parameter(string name, object? value) =>
        value is string or null
            ? new SqlParameter(name, SqlDbType.NVarChar, -1) { Value = value ?? DBNull.Value }
            : new SqlParameter(name, value is DateTimeOffset time ? Microseconds.Of(time) : value);

    private DatabaseRetry? retry;

    private Task<T> AgainAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken) =>
        (retry ??= new DatabaseRetry(this)).RunAsync(_ => work(), cancellationToken);
}
