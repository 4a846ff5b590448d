using TriageConsole.Jobs;
using TriageConsole.Security;

namespace TriageConsole.Features.Routing;

internal static class RoutingFeature
{
    public static IServiceCollection AddRoutes(this IServiceCollection services)
    {
        services.AddOptions<RoutingOptions>().BindConfiguration("Routing").ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<RoutingTable>().AddSingleton<RoutingReader>().AddSingleton<BanditService>();
    }

    /// <summary>The table is read before the first request is answered.</summary>
    public static IServiceCollection AddRouteJobs(this IServiceCollection services) =>
        services.AddSingleton<RoutingEndpoint>().AddHostedService<RoutingRefresh>().AddJob<BanditJob>();

    public static void MapRoutes(this WebApplication app)
    {
        var endpoint = app.Services.GetRequiredService<RoutingEndpoint>();
        app.MapGet("/api/v1/route", endpoint.AnswerAsync)
            .WithTags("Routing")
            .RequireAuthorization(Policies.ScopeRoute)
            .WithMetadata(new ServedFromMemory([.. Policies.RouteScopes], endpoint.TryAnswer))
            .WithName("Route")
            .WithSummary("Which release is to serve a unit")
            .WithDescription(
                "unit: what the outcome will belong to, a task or a session; the same unit gets the same release as "
                    + "long as it is served. propensity belongs into the event. shadow: a release that is to answer too, "
                    + "shown to nobody. Answers from memory, with an ETag; scope ingest, read or release."
            )
            .Produces<RouteAnswer>()
            .Produces(304)
            .ProducesProblem(400)
            .ProducesProblem(401)
            .ProducesProblem(403)
            .ProducesProblem(404)
            .ProducesProblem(503);
    }
}
