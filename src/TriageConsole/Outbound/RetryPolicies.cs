using Polly;
using Polly.Retry;
using Polly.Timeout;
using TriageConsole.Data.Providers;

namespace TriageConsole.Outbound;

/// <summary>
/// The retry policies: which work is repeated, how often and after which pause. The handlers of <see cref="OutboundHttp"/> check the
/// address of each connection, so each attempt is checked.
/// </summary>
internal static class RetryPolicies
{
    private static readonly TimeSpan WebhookLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan WebhookPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DatabasePause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Webhooks: a timeout for each attempt, and one more attempt if no connection was made. A request that may have arrived is not
    /// repeated here. Its delivery is tried again later.
    /// </summary>
    public static void AddWebhookResilience(this IHttpClientBuilder client) =>
        client.AddResilienceHandler(
            "webhook",
            (builder, context) =>
            {
                builder.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
                builder
                    .AddRetry(
                        new RetryStrategyOptions<HttpResponseMessage>
                        {
                            MaxRetryAttempts = 1,
                            Delay = WebhookPause,
                            ShouldHandle = args => ValueTask.FromResult(IsNotConnected(args.Outcome.Exception)),
                        }
                    )
                    .AddTimeout(new TimeoutStrategyOptions { Timeout = WebhookLimit });
            }
        );

    /// <summary>
    /// Requests to a service that can ask for a pause. A request is repeated if <paramref name="pauseOf"/> returns a pause that is not
    /// longer than <paramref name="longest"/>. The pauses double.
    /// </summary>
    /// <param name="retries">Attempts after the first.</param>
    /// <param name="first">The first pause.</param>
    /// <param name="longest">The longest pause that is respected.</param>
    /// <param name="pauseOf">The minimum pause that a result asks for; null if a retry cannot help.</param>
    /// <param name="time">The clock.</param>
    public static ResiliencePipeline<T> Calls<T>(
        int retries,
        TimeSpan first,
        TimeSpan longest,
        Func<T, TimeSpan?> pauseOf,
        TimeProvider time
    )
    {
        if (retries == 0)
            return ResiliencePipeline<T>.Empty;
        return new ResiliencePipelineBuilder<T> { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions<T>
                {
                    MaxRetryAttempts = retries,
                    ShouldHandle = args =>
                        ValueTask.FromResult(
                            args.Outcome is { Exception: null, Result: { } result } && pauseOf(result) is { } pause && pause <= longest
                        ),
                    DelayGenerator = args =>
                    {
                        var (doubled, asked) = (first * Math.Pow(2, args.AttemptNumber), pauseOf(args.Outcome.Result!));
                        return ValueTask.FromResult<TimeSpan?>(asked > doubled ? asked : doubled);
                    },
                }
            )
            .Build();
    }

    /// <summary>Work that waits for an unreachable database without a limit.</summary>
    public static ResiliencePipeline Database(IProviderStatements statements, TimeProvider time) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions
                {
                    MaxRetryAttempts = int.MaxValue,
                    Delay = DatabasePause,
                    ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is { } fault && statements.IsTransient(fault)),
                }
            )
            .Build();

    /// <summary>A refused address stays refused, so it is not a connection error.</summary>
    private static bool IsNotConnected(Exception? fault) =>
        fault is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } http
        && http.InnerException is not OutboundRefusedException;
}
