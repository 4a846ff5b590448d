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

    /// <summary>Registers the refresh, which reads the table before the first request.</summary>
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
            .WithSummary("The release that serves a unit")
            .WithDescription(
                "unit: the task or session that the outcome belongs to. The same unit gets the same release while "
                    + "the shares do not change. Send propensity in the event. shadow: a release that also answers, without "
                    + "being shown to users. Served from memory, with an ETag. Scope: ingest, read or release."
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
