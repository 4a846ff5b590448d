using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Confluent.Kafka;
using RabbitMQ.Client;
using TriageConsole.Tests.Ingest.Bus;
using TriageConsole.Tests.Shared;
using Headers = Confluent.Kafka.Headers;

namespace TriageConsole.Benchmarks;

/// <summary>
/// The same conversations by OTLP (JSON, one span each), by RabbitMQ and by Kafka (one event per message), from the first one sent until
/// all are committed. Reference: as NDJSON over HTTP to the same server, alternately.
/// </summary>
internal static class IngestWaysBenchmark
{
    private const string Queue = "triage-events";
    private const int SpansPerRequest = 100;
    private const int Pairs = 3;

    public static async Task RunAsync(BenchmarkSize size)
    {
        var events = size == BenchmarkSize.Full ? 20_000 : 4_000;
        await using var database = await BenchmarkDatabase.StartAsync();
        await using var node = new RabbitMqNode();
        await node.StartAsync();
        using var cluster = new MockKafkaCluster();
        cluster.CreateTopic(Queue, 2);
        await using var server = await IngestServer.StartAsync(
            database,
            isPlain: false,
            settings:
            [
                ("Bus__RabbitMq__Uri", node.Uri),
                ("Bus__Kafka__BootstrapServers", cluster.Servers),
                // Each message is an event, and counts for the limit of its key.
                ("Ingest__KeyRequestsPerSecond", "100000"),
                ("Ingest__KeyBurst", "1000000"),
            ]
        );
        using var client = server.CreateClient(0);
        var source = IngestSourceFile.Read();
        var rabbit = await new ConnectionFactory { Uri = new Uri(node.Uri) }.CreateConnectionAsync();
        await using var channel = await rabbit.CreateChannelAsync(new CreateChannelOptions(true, true));
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = cluster.Servers }).Build();
        var headers = new Headers { new Confluent.Kafka.Header("x-api-key", Encoding.UTF8.GetBytes(server.Key(0))) };
        var ways = new Dictionary<string, Func<string, Task>>(StringComparer.Ordinal)
        {
            ["OTLP"] = prefix => SendSpansAsync(client, source, prefix, events),
            ["RabbitMQ"] = prefix => PublishAsync(channel, server.Key(0), source, prefix, events),
            ["Kafka (mock cluster)"] = prefix => Task.Run(() => Produce(producer, headers, source, prefix, events)),
        };
        foreach (var (name, send) in ways)
        {
            var (ours, reference) = (new List<double>(), new List<double>());
            for (var pair = 0; pair <= Pairs; pair++)
            {
                var prefix = $"{name[0]}{pair}";
                var batches = IngestSourceFile.Batches(source, prefix + "-http", events);
                var plain = await MeasureAsync(database, events, () => IngestBenchmark.SendAsync(client, batches));
                var measured = await MeasureAsync(database, events, () => send(prefix));
                // The first pair compiles.
                if (pair == 0)
                    continue;
                ours.Add(measured);
                reference.Add(plain);
            }

            Measure.Print(
                $"ingest, {name}",
                Measure.Median(ours),
                Measure.Median(reference),
                "events/s",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"reference: NDJSON over HTTP; {Pairs} × {events:N0} events, redacted and logged; peak RSS {server.PeakMemory} MiB"
                )
            );
        }

        await rabbit.DisposeAsync();
    }

    /// <summary>Events per second until the last one is committed.</summary>
    private static async Task<double> MeasureAsync(BenchmarkDatabase database, int events, Func<Task> send)
    {
        var wanted = await database.ScalarAsync("SELECT count(*) FROM interactions") + events;
        var clock = Stopwatch.StartNew();
        await send();
        await Wait.UntilAsync(
            async () => await database.ScalarAsync("SELECT count(*) FROM interactions") >= wanted,
            "Every event is stored"
        );
        return events / clock.Elapsed.TotalSeconds;
    }

    private static byte[] Event(List<string> source, string prefix, int n)
    {
        var e = JsonNode.Parse(source[n % source.Count])!;
        e["trace_id"] = $"{prefix}-{n}";
        return Encoding.UTF8.GetBytes(e.ToJsonString(IngestSourceFile.AsSent));
    }

    private static async Task PublishAsync(IChannel channel, string key, List<string> source, string prefix, int events)
    {
        var properties = new BasicProperties
        {
            DeliveryMode = DeliveryModes.Persistent,
            Headers = new Dictionary<string, object?> { ["x-api-key"] = key },
        };
        foreach (var chunk in Enumerable.Range(0, events).Chunk(100))
            await Task.WhenAll(
                chunk.Select(n => channel.BasicPublishAsync("", Queue, false, properties, Event(source, prefix, n)).AsTask())
            );
    }

    private static void Produce(IProducer<Null, byte[]> producer, Headers headers, List<string> source, string prefix, int events)
    {
        for (var n = 0; n < events; n++)
            while (true)
                try
                {
                    producer.Produce(Queue, new Message<Null, byte[]> { Value = Event(source, prefix, n), Headers = headers });
                    break;
                }
                catch (ProduceException<Null, byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
                {
                    producer.Poll(TimeSpan.FromMilliseconds(20));
                }

        producer.Flush(TimeSpan.FromMinutes(1));
    }

    private static Task SendSpansAsync(HttpClient client, List<string> source, string prefix, int events) =>
        Parallel.ForEachAsync(
            Enumerable.Range(0, events).Chunk(SpansPerRequest),
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (chunk, cancellationToken) =>
            {
                var body = new JsonObject
                {
                    ["resourceSpans"] = new JsonArray(
                        new JsonObject
                        {
                            ["resource"] = new JsonObject { ["attributes"] = new JsonArray(Attribute("service.name", "support")) },
                            ["scopeSpans"] = new JsonArray(
                                new JsonObject { ["spans"] = new JsonArray([.. chunk.Select(n => Span(source, prefix, n))]) }
                            ),
                        }
                    ),
                };
                using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString(IngestSourceFile.AsSent)));
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using var response = await client.PostAsync(new Uri("/v1/traces", UriKind.Relative), content, cancellationToken);
                if (!response.IsSuccessStatusCode)
                    throw new InvalidOperationException(
                        $"{response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}"
                    );
            }
        );

    private static JsonObject Span(List<string> source, string prefix, int n)
    {
        var e = JsonNode.Parse(source[n % source.Count])!;
        var id = SHA256.HashData(Encoding.UTF8.GetBytes($"{prefix}-{n}"));
        var start = DateTimeOffset.Parse((string)e["timestamp"]!, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
        var messages = e["messages"]!.AsArray().Select(m => Message((string)m!["role"]!, m["content"]?.ToString() ?? ""));
        return new JsonObject
        {
            ["traceId"] = Convert.ToHexStringLower(id.AsSpan(0, 16)),
            ["spanId"] = Convert.ToHexStringLower(id.AsSpan(16, 8)),
            ["name"] = "chat",
            ["startTimeUnixNano"] = $"{start}000000",
            ["endTimeUnixNano"] = $"{start + 1500}000000",
            ["attributes"] = new JsonArray(
                Attribute("gen_ai.operation.name", "chat"),
                Attribute("gen_ai.provider.name", "openai"),
                Attribute("gen_ai.request.model", (string)e["model_id"]!),
                Attribute("gen_ai.conversation.id", (string)e["session_id"]!),
                Attribute("gen_ai.input.messages", new JsonArray([.. messages]).ToJsonString(IngestSourceFile.AsSent)),
                Attribute(
                    "gen_ai.output.messages",
                    new JsonArray(Message("assistant", (string?)e["output"] ?? "")).ToJsonString(IngestSourceFile.AsSent)
                )
            ),
        };
    }

    private static JsonObject Message(string role, string text) =>
        new JsonObject { ["role"] = role, ["parts"] = new JsonArray(new JsonObject { ["type"] = "text", ["content"] = text }) };

    private static JsonObject Attribute(string key, string value) =>
        new JsonObject
        {
            ["key"] = key,
            ["value"] = new JsonObject { ["stringValue"] = value },
        };
}
