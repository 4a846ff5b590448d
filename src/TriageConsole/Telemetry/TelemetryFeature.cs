using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Instrumentation.AspNetCore;
using OpenTelemetry.Instrumentation.Http;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace TriageConsole.Telemetry;

/// <summary>Traces, metrics and logs of the console itself, sent by OTLP where OTEL_EXPORTER_OTLP_ENDPOINT is set.</summary>
public static class TelemetryFeature
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>
    /// Adds the exporters; without an endpoint it adds nothing. The exporter reads the standard OTEL_ variables itself (headers, protocol,
    /// intervals, service name).
    /// </summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        if (string.IsNullOrWhiteSpace(configuration[Endpoint]))
            return services;
        services
            .AddOpenTelemetry()
            .ConfigureResource(r => r.AddService(configuration["OTEL_SERVICE_NAME"] ?? ConsoleTelemetry.Name))
            .WithTracing(t =>
                t.AddSource(ConsoleTelemetry.Name).AddNpgsql().AddAspNetCoreInstrumentation(Requests).AddHttpClientInstrumentation(Calls)
            )
            .WithMetrics(m =>
                m.AddMeter(ConsoleTelemetry.Name, "Npgsql")
                    .AddAspNetCoreInstrumentation()
                    .AddHttpClientInstrumentation()
                    .AddRuntimeInstrumentation()
            )
            // Scopes are left out: they hold the addresses of requests, and one-time links are addresses.
            .WithLogging(null, o => o.IncludeFormattedMessage = true)
            .UseOtlpExporter();
        return services;
    }

    /// <summary>One-time links are secrets in an address; the console's WebSocket lasts as long as a page is open.</summary>
    private static void Requests(AspNetCoreTraceInstrumentationOptions options) =>
        options.Filter = context =>
            !context.Request.Path.StartsWithSegments("/account/link", StringComparison.OrdinalIgnoreCase)
            && !context.Request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase)
            && !context.Request.Path.StartsWithSegments("/healthz", StringComparison.OrdinalIgnoreCase);

    /// <summary>The address of a webhook may hold its secret in the path: only the host is kept.</summary>
    private static void Calls(HttpClientTraceInstrumentationOptions options) =>
        options.EnrichWithHttpRequestMessage = (activity, request) =>
            activity.SetTag("url.full", request.RequestUri?.GetLeftPart(UriPartial.Authority));
}
