using Microsoft.Extensions.Options;
using TriageConsole.Security;

namespace TriageConsole.Features.Ingest.Otlp;

/// <summary>
/// The OpenTelemetry protocol over gRPC, on a port of its own where <c>Ingest:GrpcPort</c> is set: gRPC needs HTTP/2, which plain HTTP
/// cannot negotiate on the port of the console.
/// </summary>
internal static class OtlpGrpc
{
    private const string Setting = "Ingest:GrpcPort";
    private const string Endpoints = "Kestrel:Endpoints";
    private const string DefaultAddress = "http://localhost:5000";

    /// <summary>Adds the port to the addresses of the server. Explicit endpoints replace its addresses, so these are added too.</summary>
    public static void Listen(ConfigurationManager configuration)
    {
        if (configuration[Setting] is not { Length: > 0 } port)
            return;
        if (!configuration.GetSection(Endpoints).GetChildren().Any())
            foreach (
                var (n, address) in (configuration["urls"] ?? DefaultAddress).Split(';', StringSplitOptions.RemoveEmptyEntries).Index()
            )
                configuration[$"{Endpoints}:Console{n}:Url"] = address;
        configuration[$"{Endpoints}:OtlpGrpc:Url"] = $"http://*:{port}";
        configuration[$"{Endpoints}:OtlpGrpc:Protocols"] = "Http2";
    }

    public static IServiceCollection AddOtlpGrpc(this IServiceCollection services)
    {
        services.AddGrpc();
        services
            .AddOptions<Grpc.AspNetCore.Server.GrpcServiceOptions>()
            .Configure<IOptions<IngestOptions>>((grpc, ingest) => grpc.MaxReceiveMessageSize = ingest.Value.MaxTelemetryBytes);
        return services;
    }

    /// <summary>Maps the services if they are switched on.</summary>
    public static void MapOtlpGrpc(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<IngestOptions>>().Value.GrpcPort is not { } port)
            return;
        foreach (
            var service in (IEnumerable<GrpcServiceEndpointConventionBuilder>)
                [app.MapGrpcService<OtlpTraceService>(), app.MapGrpcService<OtlpLogsService>()]
        )
            service
                .RequireHost($"*:{port}")
                .RequireAuthorization(Policies.ScopeIngest)
                .LimitKeys(OtlpGrpcCall.Limited)
                .Add(OtlpGrpcBody.Wrap);
    }
}
