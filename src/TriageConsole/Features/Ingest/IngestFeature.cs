using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace TriageConsole.Features.Ingest;

internal static class IngestFeature
{
    /// <summary>The service itself: for the web and for the command line.</summary>
    public static IServiceCollection AddIngest(this IServiceCollection services)
    {
        services.AddOptions<IngestOptions>().BindConfiguration("Ingest").ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<IngestService>().AddSingleton<RescoreService>().AddSingleton<RollupBackfill>();
    }

    /// <summary>The door's limits and the job behind it.</summary>
    public static IServiceCollection AddIngestDoor(this IServiceCollection services)
    {
        services.AddHostedService<WaitingSignalsJob>().AddHostedService<RescoreJob>();
        services.AddRateLimiter(limiter =>
        {
            limiter.OnRejected = async (rejected, cancellationToken) =>
            {
                rejected.HttpContext.Response.Headers.RetryAfter = "1";
                await Security.Problems.WriteAsync(rejected.HttpContext, StatusCodes.Status429TooManyRequests, "Too many batches at once. Nothing of this one was kept; send it again in a moment.");
            };
            limiter.AddPolicy(IngestEndpoints.RateLimit, context =>
            {
                var options = context.RequestServices.GetRequiredService<IOptions<IngestOptions>>().Value;
                return RateLimitPartition.GetConcurrencyLimiter("ingest", _ => new ConcurrencyLimiterOptions
                {
                    PermitLimit = options.ConcurrentRequests, QueueLimit = options.WaitingRequests, QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
                });
            });
        });
        return services;
    }
}
