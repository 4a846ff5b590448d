using System.Diagnostics;
using System.Globalization;

namespace TriageConsole.Benchmarks;

/// <summary>
/// Many events in one go: four tenants, redaction and event log on, the jobs of queue, windows and patterns running, and a reader of a
/// list. Reference: the first slice. The cost per event and the memory must not grow with the number of events.
/// </summary>
internal static class SustainedBenchmark
{
    private const int Tenants = 4;
    private const int WarmEvents = 16_000;
    private const string EventsVariable = "TRIAGE_BENCHMARK_EVENTS";

    public static async Task RunAsync(BenchmarkSize size)
    {
        var events =
            Environment.GetEnvironmentVariable(EventsVariable) is { Length: > 0 } wanted ? long.Parse(wanted, CultureInfo.InvariantCulture)
            : size == BenchmarkSize.Full ? 5_000_000
            : 40_000;
        var slice = Math.Min(100_000, events / 4);
        await using var database = await BenchmarkDatabase.StartAsync();
        await using var server = await IngestServer.StartAsync(database, isPlain: false, Tenants);
        var clients = Enumerable.Range(0, Tenants).Select(server.CreateClient).ToArray();
        var source = IngestSourceFile.Read();
        await SendAsync(clients, source, "warm", 0, WarmEvents);
        using var stop = new CancellationTokenSource();
        var reads = ReadAsync(clients, stop.Token);
        var slices = new List<(double Rate, double Microseconds, long Memory)>();
        var whole = Stopwatch.StartNew();
        for (long sent = 0; sent < events; sent += slice)
        {
            var processor = server.ProcessorTime;
            var clock = Stopwatch.StartNew();
            await SendAsync(clients, source, "e", sent, slice);
            slices.Add(
                (slice / clock.Elapsed.TotalSeconds, (server.ProcessorTime - processor).TotalMicroseconds / slice, server.CurrentMemory)
            );
            var (rate, cost, memory) = slices[^1];
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  after {sent + slice:N0} events: {rate:N0} events/s, {cost:0} µs of server CPU time per event, RSS {memory} MiB"
                )
            );
        }

        var seconds = whole.Elapsed.TotalSeconds;
        await stop.CancelAsync();
        var latencies = await reads;
        var stored = await database.ScalarAsync("SELECT count(*) FROM interactions");
        if (stored != slices.Count * slice + WarmEvents)
            throw new InvalidOperationException($"{stored} rows stored, {slices.Count * slice + WarmEvents} expected.");
        var bytes = await database.ScalarAsync("SELECT pg_database_size(current_database())") / stored;
        Measure.Print(
            "sustained",
            slices[^1].Microseconds,
            slices[0].Microseconds,
            "µs of server CPU time per event",
            string.Create(
                CultureInfo.InvariantCulture,
                $"last slice of {slice:N0} against the first, goal ≤ 1.25; {slices.Count * slice:N0} events of {Tenants} tenants in "
                    + $"{seconds:N0} s ({slices.Count * slice / seconds:N0}/s); RSS {slices[^1].Memory} MiB at the end, peak "
                    + $"{server.PeakMemory} MiB, goal ≤ 500; {bytes:N0} bytes per interaction in the database; list read meanwhile: "
                    + $"p95 {Measure.Percentile(latencies, 0.95):N0} ms of {latencies.Count}"
            )
        );
        foreach (var client in clients)
            client.Dispose();
    }

    private static Task SendAsync(HttpClient[] clients, List<string> source, string prefix, long first, long count)
    {
        var batches = Enumerable
            .Range(0, (int)((count + IngestSourceFile.BatchEvents - 1) / IngestSourceFile.BatchEvents))
            .Select(n => (Number: n, First: first + ((long)n * IngestSourceFile.BatchEvents)));
        return Parallel.ForEachAsync(
            batches,
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (batch, _) =>
            {
                var size = (int)Math.Min(IngestSourceFile.BatchEvents, first + count - batch.First);
                // The bodies are made while others are sent: five million of them do not fit into memory.
                var body = IngestSourceFile.Batch(source, prefix, batch.First, size, _ => TimeProvider.System.GetUtcNow());
                await IngestBenchmark.SendAsync(clients[batch.Number % clients.Length], [body]);
            }
        );
    }

    /// <summary>Reads the newest interactions of one tenant after another, twice a second. Returns the times in milliseconds.</summary>
    private static async Task<List<double>> ReadAsync(HttpClient[] clients, CancellationToken stop)
    {
        var times = new List<double>();
        for (var n = 0; !stop.IsCancellationRequested; n++)
        {
            var clock = Stopwatch.StartNew();
            using var answer = await clients[n % clients.Length]
                .GetAsync(new Uri("api/v1/interactions?size=50", UriKind.Relative), CancellationToken.None);
            if (!answer.IsSuccessStatusCode)
                throw new InvalidOperationException($"The list answered {answer.StatusCode}.");
            times.Add(clock.Elapsed.TotalMilliseconds);
            await Task.WhenAny(Task.Delay(500, stop));
        }

        return times;
    }
}
