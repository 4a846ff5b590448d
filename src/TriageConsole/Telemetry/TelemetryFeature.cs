using OpenTelemetry;
using OpenTelemetry.Instrumentation.AspNetCore;
using OpenTelemetry.Instrumentation.Http;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace TriageConsole.Telemetry;

/// <summary>Exports traces, metrics and logs of the console by OTLP if OTEL_EXPORTER_OTLP_ENDPOINT is set.</summary>
public static class TelemetryFeature
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>
    /// Adds the exporters if an endpoint is configured. The exporter reads the standard OTEL_ variables itself (headers, protocol,
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
                t.AddSource(ConsoleTelemetry.Name, "Npgsql").AddAspNetCoreInstrumentation(Requests).AddHttpClientInstrumentation(Calls)
            )
            .WithMetrics(m =>
                m.AddMeter(ConsoleTelemetry.Name, "Npgsql")
                    .AddAspNetCoreInstrumentation()
                    .AddHttpClientInstrumentation()
                    .AddRuntimeInstrumentation()
            )
            // Exclude scopes: they contain the URLs of requests, and one-time links are URLs.
            .WithLogging(null, o => o.IncludeFormattedMessage = true)
            .UseOtlpExporter();
        return services;
    }

    /// <summary>
    /// Excludes one-time links, which are secrets in a URL, and the WebSocket of Blazor, which lasts as long as a page is open.
    /// </summary>
    private static void Requests(AspNetCoreTraceInstrumentationOptions options) =>
        options.Filter = context =>
            !context.Request.Path.StartsWithSegments("/account/link", StringComparison.OrdinalIgnoreCase)
            && !context.Request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase)
            && !context.Request.Path.StartsWithSegments("/healthz", StringComparison.OrdinalIgnoreCase);

    /// <summary>Keeps only the host of outgoing requests: the URL of a webhook can contain a secret in its path.</summary>
    private static void Calls(HttpClientTraceInstrumentationOptions options) =>
        options.EnrichWithHttpRequestMessage = (activity, request) =>
            activity.SetTag("url.full", request.RequestUri?.GetLeftPart(UriPartial.Authority));
}
