using System.Diagnostics;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TriageConsole.Account;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Redaction;
using TriageConsole.Features.Redaction;
using TriageConsole.Security;

namespace TriageConsole.Benchmarks;

/// <summary>
/// Ingests real conversations with new ids as gzip NDJSON batches of 500 over HTTP with two clients: parsed, scored, prioritized,
/// committed. Reference: psql \copy of the resulting rows (interactions, payloads, signals, queue items) into the same tables.
/// </summary>
internal static class IngestBenchmark
{
    public const string ServeVerb = "serve-ingest";
    private const string ConnectionVariable = "TRIAGE_BENCHMARK_CONNECTION";
    private const string PlainVariable = "TRIAGE_BENCHMARK_PLAIN";
    private const int BatchEvents = 500;

    /// <summary>
    /// The number of events sent before the measurement, so that the measured code is fully JIT-compiled, as in a long-running server.
    /// </summary>
    private const int WarmEvents = 4000;
    private static readonly string[] Tables = ["interactions", "interaction_payloads", "signals", "queue_items"];

    /// <summary>
    /// Runs the server in its own process, so that memory is measured for the server alone. Prints its URL, an API key, the key of an admin
    /// and a link that signs an admin in, and ends when standard input ends.
    /// </summary>
    public static async Task ServeAsync()
    {
        var named =
            Environment.GetEnvironmentVariable(ConnectionVariable)
            ?? throw new InvalidOperationException($"{ConnectionVariable} must contain the connection string of the database.");
        var connection = new DatabaseConnection(DatabaseProvider.PostgreSql, named);
        var isPlain = Environment.GetEnvironmentVariable(PlainVariable) is { Length: > 0 };
        await using var app = new TriageConsoleApp(
            [],
            connection,
            b =>
            {
                b.WebHost.UseUrls("http://127.0.0.1:0");
                b.Logging.SetMinimumLevel(LogLevel.Critical);
                if (!isPlain)
                    b.Configuration["EventLog:Folder"] = Directory.CreateTempSubdirectory("bench-event-log-").FullName;
            }
        );
        await app.StartAsync();
        var key = await app.Services.GetRequiredService<ApiKeyService>().CreateAsync("bench", "bench", ["ingest"], null);
        if (isPlain)
            await SwitchRedactionOffAsync(connection);
        var admin = await app.Services.GetRequiredService<ApiKeyService>().CreateAsync("bench", "admin", ["admin"], null);
        Console.WriteLine($"{app.Urls.First()} {key.Key} {admin.Key} {await LinkAsync(app)}");
        await Console.In.ReadToEndAsync();
    }

    /// <summary>The path of a link that signs a new admin in.</summary>
    private static async Task<string> LinkAsync(TriageConsoleApp app)
    {
        var id = await app
            .Services.GetRequiredService<PeopleService>()
            .AddPersonAsync("admin@example.org", "Admin", [new GrantSpec(Role.Admin, null, null)]);
        var token = await app
            .Services.GetRequiredService<SignInLinkService>()
            .CreateAsync(id, isInvitation: false, TimeSpan.FromMinutes(30));
        return $"/account/link/{token}";
    }

    private static async Task SwitchRedactionOffAsync(DatabaseConnection connection)
    {
        await using var db = new TriageDbContext(DatabaseOptions.Build(connection));
        db.RedactionSettings.Add(
            new RedactionSetting
            {
                TenantId = await db.Tenants.Where(t => t.Key == "bench").Select(t => t.Id).SingleAsync(),
                Definition = new RedactionDefinition { Enabled = false }.ToJson(),
            }
        );
        await db.SaveChangesAsync();
    }

    /// <summary>Once without redaction and event log, once with both.</summary>
    public static async Task RunAsync(BenchmarkSize size)
    {
        await RunAsync(size, "ingest", isPlain: true, goal: 0.6);
        await RunAsync(size, "ingest, redacted and logged", isPlain: false, goal: 0.5);
    }

    private static async Task RunAsync(BenchmarkSize size, string name, bool isPlain, double goal)
    {
        var (pairs, eventsPerRun) = size == BenchmarkSize.Full ? (10, 50_000) : (5, 8_000);
        await using var database = await BenchmarkDatabase.StartAsync();
        using var server = StartServer(database, isPlain);
        var hello = await AddressAndKeyAsync(server);
        // Read the remaining output, so that the server does not block on a full pipe.
        var rest = server.StandardOutput.ReadToEndAsync();
        using var client = new HttpClient { BaseAddress = new Uri(hello[0]), Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", hello[1]);
        var source = ReadSource();
        await SendAsync(client, Batches(source, "warm", WarmEvents));
        // Background jobs compile too: each of the frequent ones has run by then.
        await Task.Delay(TimeSpan.FromSeconds(20));

        var ours = new List<double>();
        var reference = new List<double>();
        var microseconds = new List<double>();
        var rowsBefore = await database.ScalarAsync("SELECT count(*) FROM interactions");
        for (var pair = 0; pair < pairs; pair++)
        {
            var batches = Batches(source, $"p{pair}", eventsPerRun);
            var processor = ProcessorTime(server);
            var clock = Stopwatch.StartNew();
            await SendAsync(client, batches);
            ours.Add(eventsPerRun / clock.Elapsed.TotalSeconds);
            microseconds.Add((ProcessorTime(server) - processor).TotalMicroseconds / eventsPerRun);
            reference.Add(eventsPerRun / await CopyAsync(database, eventsPerRun));
        }

        var stored = await database.ScalarAsync("SELECT count(*) FROM interactions") - rowsBefore;
        if (stored != (long)pairs * eventsPerRun)
            throw new InvalidOperationException($"{stored} rows stored, {pairs * eventsPerRun} expected.");
        var memory = PeakMemory(server);
        server.StandardInput.Close();
        await server.WaitForExitAsync();
        await rest;
        Measure.Print(
            name,
            Measure.Median(ours),
            Measure.Median(reference),
            "events/s",
            $"goal ≥ {goal}; {pairs} × {eventsPerRun} events after {WarmEvents}; {Measure.Median(microseconds):0} µs of server CPU "
                + $"time per event; peak memory (RSS) of the server alone {memory} MiB, goal ≤ 500"
        );
    }

    /// <summary>Starts <see cref="ServeAsync"/> in its own process.</summary>
    internal static Process StartServer(BenchmarkDatabase database, bool isPlain)
    {
        // If dotnet runs the program, its path is the first argument.
        var program = Environment
            .GetCommandLineArgs()
            .Take(1)
            .Where(_ => Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet");
        return Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, [.. program, ServeVerb])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                Environment = { [ConnectionVariable] = database.Connection.ConnectionString, [PlainVariable] = isPlain ? "1" : "" },
            }
        )!;
    }

    private static TimeSpan ProcessorTime(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    internal static async Task<string[]> AddressAndKeyAsync(Process server)
    {
        while (await server.StandardOutput.ReadLineAsync() is { } line)
            if (line.StartsWith("http://", StringComparison.Ordinal))
                return line.Split(' ');
        throw new InvalidOperationException("The server did not start.");
    }

    /// <summary>The peak memory of the process (VmHWM) in MiB. Source: proc(5).</summary>
    internal static long PeakMemory(Process process)
    {
        var line = File.ReadLines($"/proc/{process.Id}/status").Single(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture)
            >> 10;
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

    private static async Task SendAsync(HttpClient client, List<byte[]> batches)
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

    private static List<string> ReadSource()
    {
        var file = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "data", "tau2_support.jsonl.gz"));
        if (!File.Exists(file))
            throw new FileNotFoundException("The ingest benchmark needs the real support conversations in ../shared/data.", file);
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
            lines.Add(line);
        return lines;
    }

    /// <summary>Creates compressed request bodies with unique ids before the measurement.</summary>
    private static List<byte[]> Batches(List<string> source, string prefix, int events) =>
        [
            .. Enumerable
                .Range(0, events)
                .Chunk(BatchEvents)
                .AsParallel()
                .AsOrdered()
                .Select(chunk =>
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
                }),
        ];
}
