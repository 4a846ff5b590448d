using Polly;
using Polly.Retry;
using Polly.Timeout;
using TriageConsole.Data.Providers;

namespace TriageConsole.Outbound;

/// <summary>
/// What is tried again, how often and after which pause. Addresses are checked by the handlers of <see cref="OutboundHttp"/> whenever a
/// connection is made, so each attempt is checked.
/// </summary>
internal static class RetryPolicies
{
    private static readonly TimeSpan WebhookLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan WebhookPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DatabasePause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Webhooks: a limit for each attempt, and one more attempt where no connection was made. A request that may have arrived is not
    /// repeated here: its delivery is tried again later.
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
    /// Calls of a service that may ask for a pause: tried again as long as <paramref name="pauseOf"/> gives a pause that is not longer than
    /// <paramref name="longest"/>, with pauses that double.
    /// </summary>
    /// <param name="retries">Attempts after the first.</param>
    /// <param name="first">The first pause.</param>
    /// <param name="longest">The longest pause that is waited for.</param>
    /// <param name="pauseOf">The least pause that a result asks for; null where another attempt would not help.</param>
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

    /// <summary>Work that waits for a database that is away, for as long as it takes.</summary>
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

    /// <summary>An address that is refused stays refused.</summary>
    private static bool IsNotConnected(Exception? fault) =>
        fault is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } http
        && http.InnerException is not OutboundRefusedException;
}
