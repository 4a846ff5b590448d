using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TriageConsole.Client;
using TriageConsole.Security;

namespace TriageConsole.Benchmarks;

/// <summary>
/// The time that <see cref="TriageClient.Capture"/> and feedback hold the calling thread, and what they allocate on it, while the server
/// stores the events, while it is unreachable, while it accepts connections and never answers, and with a full queue. Reference: the same
/// call when the interaction is added to a list.
/// </summary>
internal static class ClientBenchmark
{
    private const int Warm = 20_000;

    public static async Task RunAsync(BenchmarkSize size)
    {
        var calls = size == BenchmarkSize.Full ? 500_000 : 50_000;
        await using var database = await BenchmarkDatabase.StartAsync();
        await using var app = new TriageConsoleApp(
            [],
            database.Connection,
            b =>
            {
                b.WebHost.UseUrls("http://127.0.0.1:0");
                b.Logging.SetMinimumLevel(LogLevel.Error);
            }
        );
        await app.StartAsync();
        await database.ExecuteAsync("INSERT INTO tenants (key, name, created_at) VALUES ('bench', 'bench', now())");
        var key = await app.Services.GetRequiredService<ApiKeyService>().CreateAsync("bench", "bench", ["ingest"], null);
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var silentAddress = new Uri($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}");
        await MeasureAsync("server stores", new Uri(app.Urls.First()), key.Key, calls / 10, capacity: int.MaxValue);
        await MeasureAsync("server unreachable", new Uri("http://127.0.0.1:9"), key.Key, calls, capacity: int.MaxValue);
        await MeasureAsync("server never answers", silentAddress, key.Key, calls, capacity: int.MaxValue);
        await MeasureAsync("full queue", silentAddress, key.Key, calls, capacity: 1000);
    }

    private static async Task MeasureAsync(string name, Uri address, string key, int calls, int capacity)
    {
        var client = new TriageClient(
            new TriageClientOptions
            {
                Endpoint = address,
                ApiKey = key,
                Workflow = "support",
                ModelVersion = "m1",
                QueueCapacity = capacity,
                QueueBytes = long.MaxValue,
                DisposeTimeout = TimeSpan.Zero,
            }
        );
        var list = new List<CapturedInteraction>();
        Run(n => client.Capture(Interaction(n)), Warm);
        Run(n => list.Add(Interaction(n)), Warm);
        var ours = Run(n => client.Capture(Interaction(n)), calls);
        var feedback = Run(n => client.FeedbackFor("t-" + n, "user").Edited(Text(n), Text(n + 1)), calls);
        var reference = Run(n => list.Add(Interaction(n)), calls);
        Print($"client, {name}", ours, reference);
        Print($"client, {name}, edit feedback", feedback, reference);
        await client.DisposeAsync();
    }

    private static void Print(string name, Result ours, Result reference) =>
        Measure.Print(
            name + ", p99",
            ours.P99,
            reference.P99,
            "µs",
            string.Create(
                CultureInfo.InvariantCulture,
                $"goal ≤ 1,000 µs; p99.9 {ours.P999:0.0} µs, longest {ours.Longest:N0} µs, {ours.Bytes:N0} bytes per call "
                    + $"(reference {reference.Bytes:N0})"
            )
        );

    /// <summary>One call at a time, as an application makes them. The collections of garbage are part of it.</summary>
    private static Result Run(Action<int> call, int calls)
    {
        var times = new List<double>(calls);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var n = 0; n < calls; n++)
        {
            var from = Stopwatch.GetTimestamp();
            call(n);
            times.Add(Stopwatch.GetElapsedTime(from).TotalMicroseconds);
        }

        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)calls;
        return new Result(Measure.Percentile(times, 0.99), Measure.Percentile(times, 0.999), times[^1], bytes);
    }

    private static CapturedInteraction Interaction(int n) =>
        new()
        {
            TaskId = "case-" + n,
            UserId = "user",
            Input = Text(n),
            Output = Text(n + 1),
            Latency = TimeSpan.FromMilliseconds(n),
        };

    private static string Text(int n) => Texts[n % Texts.Length];

    /// <summary>Texts of one kilobyte.</summary>
    private static readonly string[] Texts =
    [
        .. Enumerable.Range(0, 64).Select(n => string.Concat(Enumerable.Repeat($"Where is my refund number {n}? ", 1000 / 30))),
    ];

    private sealed record Result(double P99, double P999, double Longest, double Bytes);
}
