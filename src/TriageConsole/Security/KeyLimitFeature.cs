using System.Globalization;

namespace TriageConsole.Security;

/// <summary>Limits the requests of API keys, on every endpoint with <see cref="KeyLimited"/>.</summary>
internal static class KeyLimitFeature
{
    public static IServiceCollection AddKeyLimits(this IServiceCollection services)
    {
        services.AddOptions<KeyLimitOptions>().BindConfiguration("Ingest").ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<KeyLimits>().AddSingleton<KeyRefusals>().AddSingleton<ApiKeyLimitService>();
    }

    /// <summary>Limits the requests of each key to this endpoint. A refusal is a problem unless the protocol has its own form.</summary>
    public static TBuilder LimitKeys<TBuilder>(this TBuilder endpoint, KeyLimited? limited = null)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(limited ?? KeyLimited.WithProblem);

    /// <summary>Before authentication: refuses keys that have just been refused.</summary>
    public static void UseEarlyKeyLimits(this WebApplication app)
    {
        var (limits, refusals) = (app.Services.GetRequiredService<KeyLimits>(), app.Services.GetRequiredService<KeyRefusals>());
        app.Use(
            (context, next) =>
                context.GetEndpoint()?.Metadata.GetMetadata<KeyLimited>() is { } limited
                && ApiKeyHandler.Presented(context.Request) is { } presented
                && limits.RefuseEarly(presented, context.Connection.RemoteIpAddress) is { } refusal
                    ? RefuseAsync(context, limited, refusal, refusals)
                    : next(context)
        );
    }

    /// <summary>After authorization: takes a token of the key, and counts every request that is refused for load.</summary>
    public static void UseKeyLimits(this WebApplication app)
    {
        var (limits, refusals) = (app.Services.GetRequiredService<KeyLimits>(), app.Services.GetRequiredService<KeyRefusals>());
        app.Use(
            async (context, next) =>
            {
                if (
                    context.GetEndpoint()?.Metadata.GetMetadata<KeyLimited>() is not { } limited
                    || ApiKeyHandler.Presented(context.Request) is not { } presented
                )
                {
                    await next(context);
                    return;
                }

                var caller = ApiCaller.From(context.User);
                if (limits.Take(caller, presented, context.Connection.RemoteIpAddress) is { } refusal)
                {
                    await RefuseAsync(context, limited, refusal, refusals);
                    return;
                }

                await next(context);
                if (context.Response.StatusCode is StatusCodes.Status429TooManyRequests)
                    refusals.Add(caller.KeyId, KeyRefusals.Busy);
            }
        );
    }

    private static Task RefuseAsync(HttpContext context, KeyLimited limited, KeyRefusal refusal, KeyRefusals refusals)
    {
        refusals.Add(refusal.KeyId, KeyRefusals.Rate);
        context.Response.Headers.RetryAfter = refusal.RetrySeconds.ToString(CultureInfo.InvariantCulture);
        return limited.RefuseAsync(context, refusal);
    }
}
