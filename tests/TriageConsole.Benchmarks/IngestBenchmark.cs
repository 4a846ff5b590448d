using System.Diagnostics;
using System.Net.Http.Headers;

namespace TriageConsole.Benchmarks;

/// <summary>
/// Ingests real conversations with new ids as gzip NDJSON batches of 500 over HTTP with two clients: parsed, scored, prioritized,
/// committed. Reference: psql \copy of the resulting rows (interactions, payloads, signals, queue items) into the same tables.
/// </summary>
internal static class IngestBenchmark
{
    /// <summary>
    /// The number of events sent before the measurement, so that the measured code is fully JIT-compiled, as in a long-running server.
    /// </summary>
    private const int WarmEvents = 16_000;
    private static readonly string[] Tables = ["interactions", "interaction_payloads", "signals", "queue_items"];

    /// <summary>Without redaction and event log, and with both; the latter also with messages whose texts were never sent before.</summary>
    public static async Task RunAsync(BenchmarkSize size)
    {
        await RunAsync(size, "ingest", isPlain: true, goal: 0.6);
        await RunAsync(size, "ingest, redacted and logged", isPlain: false, goal: 0.5);
        await RunAsync(size, "ingest, redacted and logged, all texts new", isPlain: false, goal: 0.5, areTextsNew: true);
    }

    private static async Task RunAsync(BenchmarkSize size, string name, bool isPlain, double goal, bool areTextsNew = false)
    {
        var (pairs, eventsPerRun) = size == BenchmarkSize.Full ? (10, 50_000) : (5, 8_000);
        await using var database = await BenchmarkDatabase.StartAsync();
        await using var server = await IngestServer.StartAsync(database, isPlain);
        using var client = server.CreateClient(0);
        var source = IngestSourceFile.Read();
        await SendAsync(client, IngestSourceFile.Batches(source, "warm", WarmEvents, areTextsNew: areTextsNew));
        // Background jobs compile too: each of the frequent ones has run by then.
        await Task.Delay(TimeSpan.FromSeconds(20));

        var ours = new List<double>();
        var reference = new List<double>();
        var microseconds = new List<double>();
        var rowsBefore = await database.ScalarAsync("SELECT count(*) FROM interactions");
        for (var pair = 0; pair < pairs; pair++)
        {
            var batches = IngestSourceFile.Batches(source, $"p{pair}", eventsPerRun, areTextsNew: areTextsNew);
            var processor = server.ProcessorTime;
            var clock = Stopwatch.StartNew();
            await SendAsync(client, batches);
            ours.Add(eventsPerRun / clock.Elapsed.TotalSeconds);
            microseconds.Add((server.ProcessorTime - processor).TotalMicroseconds / eventsPerRun);
            reference.Add(eventsPerRun / await CopyAsync(database, eventsPerRun));
        }

        var stored = await database.ScalarAsync("SELECT count(*) FROM interactions") - rowsBefore;
        if (stored != (long)pairs * eventsPerRun)
            throw new InvalidOperationException($"{stored} rows stored, {pairs * eventsPerRun} expected.");
        var memory = server.PeakMemory;
        Measure.Print(
            name,
            Measure.Median(ours),
            Measure.Median(reference),
            "events/s",
            $"goal ≥ {goal}; {pairs} × {eventsPerRun} events after {WarmEvents}; {Measure.Median(microseconds):0} µs of server CPU "
                + $"time per event; peak memory (RSS) of the server alone {memory} MiB, goal ≤ 500"
        );
    }

    /// <summary>Deletes the newest rows and loads them again with \copy. Returns the seconds of the load.</summary>
    private static async Task<double> CopyAsync(BenchmarkDatabase database, int events)
    {
        var folder = Directory.CreateTempSubdirectory("triage-copy").FullName;
        var from = await database.ScalarAsync($"SELECT min(id) FROM (SELECT id FROM interactions ORDER BY id DESC LIMIT {events}) newest");
        string Key(string table) => table == "interactions" ? "id" : "interaction_id";
        foreach (var table in Tables)
            await database.PsqlAsync($"\\copy (SELECT * FROM {table} WHERE {Key(table)} >= {from}) TO '{folder}/{table}'");
        foreach (var table in Tables.Reverse())
            await database.ExecuteAsync($"DELETE FROM {table} WHERE {Key(table)} >= {from}");
        foreach (var table in Tables)
            await database.PsqlAsync($"VACUUM {table}");
        var clock = Stopwatch.StartNew();
        await database.PsqlAsync([.. Tables.Select(t => $"\\copy {t} FROM '{folder}/{t}'")]);
        var seconds = clock.Elapsed.TotalSeconds;
        Directory.Delete(folder, recursive: true);
        return seconds;
    }

    internal static async Task SendAsync(HttpClient client, IEnumerable<byte[]> batches)
    {
        await Parallel.ForEachAsync(
            batches,
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (batch, cancellationToken) =>
            {
                using var content = new ByteArrayContent(batch);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
                content.Headers.ContentEncoding.Add("gzip");
                using var response = await client.PostAsync("/api/v1/events", content, cancellationToken);
                if (!response.IsSuccessStatusCode)
                    throw new InvalidOperationException(
                        $"{response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}"
                    );
            }
        );
    }
}
