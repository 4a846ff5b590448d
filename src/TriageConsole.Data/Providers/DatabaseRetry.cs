using Polly;
using Polly.Retry;

namespace TriageConsole.Data.Providers;

/// <summary>
/// The one retry policy for database conflicts: a unique index was met because another request stored the same row a moment earlier, or the
/// server gave the transaction up for another. The work runs again at once after a unique violation, and after a short random pause after a
/// deadlock, so that two transactions that gave way to each other do not meet again.
/// </summary>
public sealed class DatabaseRetry
{
    /// <summary>Runs of the work in all. A conflict of the last one is a fault, and is thrown.</summary>
    public const int MaxAttempts = 5;

    /// <summary>Longest pause after the first deadlock; it grows by as much with each further one.</summary>
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

    /// <summary>Runs the work. It must read again what it depends on, and open its own transaction.</summary>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        await pipeline.ExecuteAsync(static async (run, token) => await run(token), work, cancellationToken);

    /// <inheritdoc cref="RunAsync{T}"/>
    public async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) =>
        await pipeline.ExecuteAsync(static async (run, token) => await run(token), work, cancellationToken);

    private static bool IsConflict(IProviderStatements statements, Exception exception) =>
        statements.IsUniqueViolation(exception) || statements.IsDeadlock(exception);
}
