using Npgsql;
using NpgsqlTypes;
using TriageConsole.Data.Labeling;

namespace TriageConsole.Data.Providers.Postgres;

internal sealed partial class PostgresStatements
{
    public Task<SubmittedLabel?> SubmitAsync(SubmittedAnswers answers, CancellationToken cancellationToken) =>
        AgainAsync(
            async () =>
            {
                await using var run = await RunAsync(
                    [
                        (PostgresLabelingSql.LockForSubmit, [Big(answers.Lease.AssignmentId), Big(answers.LabelerId)]),
                        (
                            PostgresLabelingSql.Submit,
                            [
                                Big(answers.Lease.AssignmentId),
                                Big(answers.LabelerId),
                                Int(answers.Lease.Fence),
                                new NpgsqlParameter<Guid> { TypedValue = answers.IdempotencyKey },
                                Big(answers.RubricVersionId),
                                Int(answers.TimeOnTaskMs),
                                Text(answers.Comment),
                                Time(answers.At),
                                new NpgsqlParameter
                                {
                                    Value = answers.Criteria.ToArray(),
                                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
                                },
                                new NpgsqlParameter
                                {
                                    Value = answers.Values.ToArray(),
                                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
                                },
                                new NpgsqlParameter
                                {
                                    Value = answers.NumericValues.ToArray(),
                                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Double,
                                },
                                new NpgsqlParameter
                                {
                                    Value = answers.Turns.ToArray(),
                                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer,
                                },
                                .. Of(answers.Suggestions),
                            ]
                        ),
                    ],
                    cancellationToken
                );
                await run.Reader.NextResultAsync(cancellationToken);
                if (!await run.Reader.ReadAsync(cancellationToken))
                    return null;
                long? label = await run.Reader.IsDBNullAsync(0, cancellationToken) ? null : run.Reader.GetInt64(0);
                return new SubmittedLabel(
                    label,
                    run.Reader.GetBoolean(1),
                    run.Reader.GetBoolean(2),
                    run.Reader.GetInt32(3),
                    (AssignmentState)run.Reader.GetInt32(4)
                );
            },
            cancellationToken
        );

    private static NpgsqlParameter[] Of(IReadOnlyList<SubmittedSuggestion> suggestions) =>
        [
            new NpgsqlParameter<int[]> { TypedValue = [.. suggestions.Select(s => s.Turn)] },
            new NpgsqlParameter<string[]> { TypedValue = [.. suggestions.Select(s => s.Criterion)] },
            new NpgsqlParameter<string[]> { TypedValue = [.. suggestions.Select(s => s.Value)] },
            new NpgsqlParameter<int[]> { TypedValue = [.. suggestions.Select(s => (int)s.Source)] },
            new NpgsqlParameter<bool[]> { TypedValue = [.. suggestions.Select(s => s.IsAccepted)] },
        ];
}
