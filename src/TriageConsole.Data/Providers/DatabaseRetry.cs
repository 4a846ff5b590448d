using Polly;
using Polly.Retry;

namespace TriageConsole.Data.Providers;

/// <summary>
/// The common retry policy for database conflicts: another request has just stored the same row (unique violation), or the server aborted
/// the transaction in a deadlock. The work runs again immediately after a unique violation, and after a short random pause after a
/// deadlock, so that the same transactions do not conflict again.
/// </summary>
public sealed class DatabaseRetry
{
    /// <summary>Maximum number of runs of the work. A conflict in the last one is thrown.</summary>
    public const int MaxAttempts = 5;

    /// <summary>Longest pause after the first deadlock; it grows by the same amount with each further one.</summary>
    private const int PauseMilliseconds = 20;

    private readonly ResiliencePipeline pipeline;

    public DatabaseRetry(IProviderStatements statements) =>
        pipeline = new ResiliencePipelineBuilder()
            .AddRetry(
                new RetryStrategyOptions
                {
                    MaxRetryAttempts = MaxAttempts - 1,
                    ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is { } e && IsConflict(statements, e)),
                    DelayGenerator = args =>
                        ValueTask.FromResult<TimeSpan?>(
                            statements.IsDeadlock(args.Outcome.Exception!)
                                ? TimeSpan.FromMilliseconds(Random.Shared.Next(1, PauseMilliseconds * (args.AttemptNumber + 1)))
                                : TimeSpan.Zero
                        ),
                }
            )
            .Build();

    /// <summary>Runs the work. The work must read its inputs in each run and open its own transaction.</summary>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        await pipeline.ExecuteAsync(static async (run, token) => await run(token), work, cancellationToken);

    /// <inheritdoc cref="RunAsync{T}"/>
    public async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) =>
        await pipeline.ExecuteAsync(static async (run, token) => await run(token), work, cancellationToken);

    private static bool IsConflict(IProviderStatements statements, Exception exception) =>
        statements.IsUniqueViolation(exception) || statements.IsDeadlock(exception);
}
