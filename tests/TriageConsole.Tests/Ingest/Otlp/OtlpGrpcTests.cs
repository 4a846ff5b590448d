using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.EntityFrameworkCore;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;
using OpenTelemetryProtocol;
using TriageConsole.Tests.EventLog;
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

    [Fact]
    public async Task OverTheLimit_IsResourceExhaustedWithTheWaitingTime()
    {
        var port = FreePort();
        await using var app = await TestApp.StartAsync(b =>
        {
            b.Configuration["Ingest:GrpcPort"] = $"{port}";
            b.Configuration["Ingest:KeyBurst"] = "2";
            b.Configuration["Ingest:KeyRequestsPerSecond"] = "0.01";
            b.Configuration["Ingest:MaxBufferedBytes"] = $"{1 << 20}";
        });
        var key = await app.CreateApiKeyAsync("acme", "ingest");
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
        Assert.Null(await ExportAsync(channel, key, 10));
        // Four times the size of a message is more than the tenant's share of the memory.
        Assert.Equal(5, await ExportAsync(channel, key, 200_000));
        var wait = await ExportAsync(channel, key, 10);
        Assert.InRange(wait ?? 0, 90, 100);
        Assert.Null(await ExportAsync(channel, await app.CreateApiKeyAsync("acme", "ingest"), 10));
    }

    [Fact]
    public async Task FullEventLog_IsUnavailableWithTheWaitingTime_UntilThereIsSpace()
    {
        var port = FreePort();
        await using var app = await TestApp.StartAsync(b =>
        {
            FullEventLog.Configure(b);
            b.Configuration["Ingest:GrpcPort"] = $"{port}";
        });
        var key = await app.CreateApiKeyAsync("acme", "ingest");
        await using var db = app.Database.CreateContext();
        var filling = await FullEventLog.FillAsync(db, await app.EnsureTenantAsync("acme"));
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
        Assert.Equal(30, await ExportAsync(channel, key, 10, Grpc.Core.StatusCode.Unavailable));
        Assert.Equal(0, await db.StoredTraceParts.CountAsync(TestContext.Current.CancellationToken));
        await FullEventLog.EmptyAsync(db, filling);
        Assert.Null(await ExportAsync(channel, key, 10));
        Assert.Equal(1, await db.StoredTraceParts.CountAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Sends one span. Returns the seconds of the RetryInfo if it is refused as expected, otherwise null.</summary>
    private static async Task<double?> ExportAsync(
        GrpcChannel channel,
        string key,
        int nameLength,
        Grpc.Core.StatusCode refusal = Grpc.Core.StatusCode.ResourceExhausted
    )
    {
        var raw = Marshallers.Create(bytes => bytes, bytes => bytes);
        var method = new Method<byte[], byte[]>(
            MethodType.Unary,
            "opentelemetry.proto.collector.trace.v1.TraceService",
            "Export",
            raw,
            raw
        );
        var span = new Span
        {
            TraceId = ByteString.CopyFrom(Convert.FromHexString(OtlpRequests.NewTrace())),
            SpanId = ByteString.CopyFrom(1, 2, 3, 4, 5, 6, 7, 8),
            Name = new string('x', nameLength),
            StartTimeUnixNano = 1_795_000_000_000_000_000,
            // Without them the span is of no model call, and nothing of it is stored.
            Attributes =
            {
                new KeyValue
                {
                    Key = "gen_ai.operation.name",
                    Value = new AnyValue { StringValue = "chat" },
                },
                new KeyValue
                {
                    Key = "gen_ai.request.model",
                    Value = new AnyValue { StringValue = "m" },
                },
            },
        };
        var request = new ExportTraceServiceRequest
        {
            ResourceSpans = { new ResourceSpans { ScopeSpans = { new ScopeSpans { Spans = { span } } } } },
        };
        try
        {
            await channel
                .CreateCallInvoker()
                .AsyncUnaryCall(
                    method,
                    null,
                    new CallOptions(
                        new Metadata { { "authorization", $"Bearer {key}" } },
                        cancellationToken: TestContext.Current.CancellationToken
                    ),
                    request.ToByteArray()
                );
            return null;
        }
        catch (RpcException e)
        {
            Assert.Equal(refusal, e.StatusCode);
            var status = RequestStatus.Parser.ParseFrom(e.Trailers.GetValueBytes("grpc-status-details-bin"));
            Assert.Equal(((int)refusal, e.Status.Detail), (status.Code, status.Message));
            var detail = Assert.Single(status.Details);
            Assert.Equal("type.googleapis.com/google.rpc.RetryInfo", detail.TypeUrl);
            return RetryInfo.Parser.ParseFrom(detail.Value).RetryDelay.ToTimeSpan().TotalSeconds;
        }
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
