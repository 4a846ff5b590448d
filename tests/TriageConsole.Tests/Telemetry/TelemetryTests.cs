using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using TriageConsole.Data.Access;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Telemetry;

/// <summary>The console sends its telemetry to a listening receiver, without secrets.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task Endpoint_WhenConfigured_GetsTracesMetricsAndLogs()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using (var app = await TestApp.StartAsync(b => Configure(b, receiver)))
        {
            using var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "ingest"));
            using var body = new StringContent(
                """{"trace_id":"t1","task_type":"a","task_id":"k1","model_version":"1","timestamp":"2026-05-04T09:30:00"""
                    + """Z","input":"secret words"}""",
                Encoding.UTF8,
                "application/x-ndjson"
            );
            using var answer = await client.PostAsync(new Uri("/api/v1/events", UriKind.Relative), body);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        var traces = receiver.Received("/v1/traces");
        Assert.Contains("POST /api/v1/events", traces, StringComparison.Ordinal);
        Assert.Contains("INSERT", traces, StringComparison.OrdinalIgnoreCase);
        var metrics = receiver.Received("/v1/metrics");
        Assert.Contains("triage.ingest.lines", metrics, StringComparison.Ordinal);
        Assert.Contains("accepted", metrics, StringComparison.Ordinal);
        Assert.Contains("http.server.request.duration", metrics, StringComparison.Ordinal);
        foreach (var kind in new[] { "/v1/traces", "/v1/metrics", "/v1/logs" })
            Assert.DoesNotContain("secret words", receiver.Received(kind), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneTimeLinksAndWebhookAddresses_AreNotSent()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using (var app = await TestApp.StartAsync(b => Configure(b, receiver)))
        {
            var lead = await app.SignInAsync(Role.Lead);
            using var page = await lead.Client.GetAsync(new Uri("/", UriKind.Relative));
            using var hook = app.Get<IHttpClientFactory>().CreateClient();
            // No listener: only the attempt is traced.
            await Assert.ThrowsAsync<HttpRequestException>(() => hook.GetAsync(new Uri("http://127.0.0.1:1/hidden-in-a-path?and=query")));
        }

        var sent = receiver.Received("/v1/traces") + receiver.Received("/v1/logs");
        Assert.Contains("GET", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("/account/link", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-in-a-path", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("and=query", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NothingIsCollected_WithoutAnEndpoint()
    {
        await using var app = await TestApp.StartAsync();
        Assert.Null(app.Services.GetService<TracerProvider>());
        Assert.Null(app.Services.GetService<MeterProvider>());
    }

    private static void Configure(WebApplicationBuilder builder, OtlpReceiver receiver)
    {
        builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Endpoint;
        builder.Configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        builder.Configuration["Logging:LogLevel:Default"] = "Information";
    }
}
