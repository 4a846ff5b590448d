using System.Diagnostics;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TriageConsole.Security;

namespace TriageConsole.Benchmarks;

/// <summary>
/// Real conversations, ids rewritten, as gzip NDJSON batches of 500 over HTTP, two clients; parsed, scored, ranked, committed.
/// Reference: psql \copy of the rows that became of them (interactions, payloads, signals, queue items) into the same tables.
/// </summary>
internal static class IngestBenchmark
{
    private const int BatchEvents = 500;
    private static readonly string[] Tables = ["interactions", "interaction_payloads", "signals", "queue_items"];

    public static async Task RunAsync(BenchmarkSize size)
    {
        var (pairs, eventsPerRun) = size == BenchmarkSize.Full ? (10, 50_000) : (5, 4_000);
        await using var database = await BenchmarkDatabase.StartAsync();
        await using var app = new TriageConsoleApp([], database.Connection, b =>
        {
            b.WebHost.UseUrls("http://127.0.0.1:0");
            b.Logging.SetMinimumLevel(LogLevel.Error);
        });
        await app.StartAsync();
        var key = await app.Services.GetRequiredService<ApiKeyService>().CreateAsync("bench", "bench", ["ingest"], null);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Key);
        var source = ReadSource();
        await SendAsync(client, Batches(source, "warm", 1000));

        var ours = new List<double>();
        var reference = new List<double>();
        var rowsBefore = await database.ScalarAsync("SELECT count(*) FROM interactions");
        for (var pair = 0; pair < pairs; pair++)
        {
            var batches = Batches(source, $"p{pair}", eventsPerRun);
            var clock = Stopwatch.StartNew();
            await SendAsync(client, batches);
            ours.Add(eventsPerRun / clock.Elapsed.TotalSeconds);
            reference.Add(eventsPerRun / await CopyAsync(database, eventsPerRun));
        }

        var stored = await database.ScalarAsync("SELECT count(*) FROM interactions") - rowsBefore;
        if (stored != (long)pairs * eventsPerRun) throw new InvalidOperationException($"{stored} rows stored, {pairs * eventsPerRun} expected.");
        Measure.Print("ingest", Measure.Median(ours), Measure.Median(reference), "events/s", $"goal ≥ 0.5; {pairs} × {eventsPerRun} events; peak memory of server and clients {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB");
    }

    /// <summary>Takes the newest rows out and loads them again with \copy; returns the seconds the loading took.</summary>
    private static async Task<double> CopyAsync(BenchmarkDatabase database, int events)
    {
        var folder = Directory.CreateTempSubdirectory("triage-copy").FullName;
        var from = await database.ScalarAsync($"SELECT min(id) FROM (SELECT id FROM interactions ORDER BY id DESC LIMIT {events}) newest");
        string Key(string table) => table == "interactions" ? "id" : "interaction_id";
        foreach (var table in Tables) await database.PsqlAsync($"\\copy (SELECT * FROM {table} WHERE {Key(table)} >= {from}) TO '{folder}/{table}'");
        foreach (var table in Tables.Reverse()) await database.ExecuteAsync($"DELETE FROM {table} WHERE {Key(table)} >= {from}");
        foreach (var table in Tables) await database.PsqlAsync($"VACUUM {table}");
        var clock = Stopwatch.StartNew();
        await database.PsqlAsync([.. Tables.Select(t => $"\\copy {t} FROM '{folder}/{t}'")]);
        var seconds = clock.Elapsed.TotalSeconds;
        Directory.Delete(folder, recursive: true);
        return seconds;
    }

    private static async Task SendAsync(HttpClient client, List<byte[]> batches)
    {
        await Parallel.ForEachAsync(batches, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (batch, cancellationToken) =>
        {
            using var content = new ByteArrayContent(batch);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
            content.Headers.ContentEncoding.Add("gzip");
            using var response = await client.PostAsync("/api/v1/events", content, cancellationToken);
            if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"{response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
        });
    }

    private static List<string> ReadSource()
    {
        var file = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "data", "tau2_support.jsonl.gz"));
        if (!File.Exists(file)) throw new FileNotFoundException("The ingest benchmark needs the real support conversations beside the project.", file);
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        var lines = new List<string>();
        while (reader.ReadLine() is { } line) lines.Add(line);
        return lines;
    }

    /// <summary>Packed bodies with ids of their own, made before the clock starts.</summary>
    private static List<byte[]> Batches(List<string> source, string prefix, int events) =>
        [.. Enumerable.Range(0, events).Chunk(BatchEvents).AsParallel().AsOrdered().Select(chunk =>
        {
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
                foreach (var n in chunk)
                {
                    var e = JsonNode.Parse(source[n % source.Count])!;
                    e["trace_id"] = $"{prefix}-{n}";
                    gzip.Write(Encoding.UTF8.GetBytes(e.ToJsonString() + "\n"));
                }

            return packed.ToArray();
        })];
}
