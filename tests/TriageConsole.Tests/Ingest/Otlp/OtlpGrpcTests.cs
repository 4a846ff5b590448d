using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Ingest.Otlp;

public sealed class OtlpGrpcTests
{
    [Fact]
    public async Task Exporter_OverGrpc_StoresTheInteraction()
    {
        var port = FreePort();
        await using var app = await TestApp.StartAsync(b => b.Configuration["Ingest:GrpcPort"] = $"{port}");
        var key = await app.CreateApiKeyAsync("acme", "ingest", "read");
        var trace = Send(port, key);
        Send(port, "tck_0000000000000000_" + new string('0', 64));
        using var client = app.CreateApiClient(key);
        using var response = await client.GetAsync(
            new Uri($"/api/v1/interactions/{trace}", UriKind.Relative),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var list = await client.GetAsync(new Uri("/api/v1/interactions", UriKind.Relative), TestContext.Current.CancellationToken);
        var text = await list.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, System.Text.RegularExpressions.Regex.Count(text, "\"trace_id\""));
    }

    /// <summary>Sends one span with the exporter of OpenTelemetry. Returns its trace.</summary>
    private static string Send(int port, string key)
    {
        var name = "grpc-" + OtlpRequests.NewTrace();
        using var provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(name)
            .AddOtlpExporter(o =>
            {
                o.Endpoint = new Uri($"http://127.0.0.1:{port}");
                o.Protocol = OtlpExportProtocol.Grpc;
                o.Headers = $"authorization=Bearer {key}";
            })
            .Build();
        using var source = new ActivitySource(name);
        using var activity = source.StartActivity("chat");
        activity!.SetTag("gen_ai.operation.name", "chat");
        activity.SetTag("gen_ai.request.model", "gpt-4o");
        activity.Stop();
        provider.ForceFlush();
        return activity.TraceId.ToString();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
