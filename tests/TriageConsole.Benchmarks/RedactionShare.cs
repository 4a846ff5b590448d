using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TriageConsole.Features.Ingest;

namespace TriageConsole.Benchmarks;

/// <summary>The share of redaction in ingest: in one process without anything else, and as applications see it.</summary>
internal static class RedactionShare
{
    private const int Pairs = 5;
    private const int WarmPairs = 3;

    /// <summary>
    /// Events per side before the measurement over HTTP. The server compiles its methods again in the background during the first ones.
    /// </summary>
    private const int WarmEvents = 15_000;

    /// <summary>Ingests the same events with redaction on and off, alternately, each time into another tenant.</summary>
    public static async Task InProcessAsync(List<string> source, int events)
    {
        await using var database = await BenchmarkDatabase.StartAsync();
        await using var app = new TriageConsoleApp(
            [],
            database.Connection,
            b =>
            {
                b.WebHost.UseUrls("http://127.0.0.1:0");
                b.Logging.SetMinimumLevel(LogLevel.Critical);
                // The time of the process is measured, and jobs after a batch are no part of its ingest.
                b.Configuration["Jobs:IsEnabled"] = "false";
            }
        );
        await app.StartAsync();
        var ingest = app.Services.GetRequiredService<IngestService>();
        var (on, off) = (new List<(double Cpu, double Elapsed)>(), new List<(double Cpu, double Elapsed)>());
        for (var pair = -WarmPairs; pair < Pairs; pair++)
        {
            var redacted = await IngestAsync($"on{pair}");
            await ingest.AcceptAsync(new IngestSource(null, $"off{pair}"), new MemoryStream(Lines(source, $"off{pair}-first", 1)));
            await SwitchOffAsync(database, $"off{pair}");
            var plain = await IngestAsync($"off{pair}");
            // Methods are compiled again after some calls, in the background.
            if (pair < 0)
                continue;
            on.Add(redacted);
            off.Add(plain);
        }

        PrintShares("redaction, ingest with and without", events, on, off);

        async Task<(double, double)> IngestAsync(string tenant)
        {
            using var lines = new MemoryStream(Lines(source, tenant, events));
            var (began, clock) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
            var result = await ingest.AcceptAsync(new IngestSource(null, tenant), lines);
            var used = ((Environment.CpuUsage.TotalTime - began).TotalSeconds, clock.Elapsed.TotalSeconds);
            return result.Accepted == events ? used : throw new InvalidOperationException($"{result.Accepted} events were accepted.");
        }
    }

    /// <summary>
    /// The same as applications see it: over HTTP, with the event log and the jobs, into a tenant with and one without redaction. First
    /// conversations whose texts were sent before, as the history of a conversation is with each turn; then conversations of which no text
    /// was sent before.
    /// </summary>
    public static async Task OverHttpAsync(BenchmarkSize size)
    {
        var (source, events) = (IngestSourceFile.Read(), size == BenchmarkSize.Full ? 20_000 : 2_000);
        await using var database = await BenchmarkDatabase.StartAsync();
        await using var server = await IngestServer.StartAsync(database, isPlain: false, tenants: 2);
        await SwitchOffAsync(database, "bench1");
        using var with = server.CreateClient(0);
        using var without = server.CreateClient(1);
        await SendAsync(with, "warm-on", WarmEvents, areTextsNew: true);
        await SendAsync(without, "warm-off", WarmEvents, areTextsNew: true);
        foreach (var areTextsNew in (bool[])[false, true])
        {
            var (on, off) = (new List<(double Cpu, double Elapsed)>(), new List<(double Cpu, double Elapsed)>());
            // Before the first pair, all texts are sent once.
            for (var pair = -1; pair < Pairs; pair++)
            {
                // Jobs go on after their batch, so each is the first in turn.
                foreach (var isOn in (bool[])[pair % 2 == 0, pair % 2 != 0])
                {
                    var name = $"{(areTextsNew ? "new" : "known")}-{(isOn ? "on" : "off")}{pair}";
                    var used = await SendAsync(isOn ? with : without, name, events, areTextsNew);
                    if (pair >= 0)
                        (isOn ? on : off).Add(used);
                }
            }

            PrintShares($"redaction-http, {(areTextsNew ? "no text sent before" : "texts sent before")}", events, on, off);
        }

        async Task<(double, double)> SendAsync(HttpClient client, string prefix, int count, bool areTextsNew)
        {
            var batches = IngestSourceFile.Batches(source, prefix, count, _ => TimeProvider.System.GetUtcNow(), areTextsNew);
            var (began, clock) = (server.ProcessorTime, Stopwatch.StartNew());
            await IngestBenchmark.SendAsync(client, batches);
            return ((server.ProcessorTime - began).TotalSeconds, clock.Elapsed.TotalSeconds);
        }
    }

    private static Task SwitchOffAsync(BenchmarkDatabase database, string tenant) =>
        database.ExecuteAsync(
            "INSERT INTO redaction_settings (tenant_id, definition, row_version) "
                + $"SELECT id, '{{{{\"enabled\":false}}}}', 1 FROM tenants WHERE key = '{tenant}'"
        );

    private static void PrintShares(string name, int events, List<(double Cpu, double Elapsed)> on, List<(double Cpu, double Elapsed)> off)
    {
        Print("elapsed", "events per second", m => m.Elapsed);
        Print("CPU time", "events per second of CPU time of the server", m => m.Cpu);

        void Print(string measure, string unit, Func<(double Cpu, double Elapsed), double> of)
        {
            var (with, without) = (Measure.Median(on.ConvertAll(m => of(m))), Measure.Median(off.ConvertAll(m => of(m))));
            Measure.Print(
                $"{name}, {measure}",
                events / with,
                events / without,
                unit,
                $"share {(with - without) / with:P1}, goal ≤ 15 % of the time"
            );
        }
    }

    private static byte[] Lines(List<string> source, string prefix, int events)
    {
        using var lines = new MemoryStream();
        for (var n = 0; n < events; n++)
        {
            // The texts are new ones too, because texts that were searched before are not searched again.
            var e = JsonNode.Parse(source[n % source.Count])!.WithNewTexts($"{prefix}-{n}");
            e["trace_id"] = $"{prefix}-{n}";
            e["session_id"] = $"{prefix}-session-{n}";
            lines.Write(Encoding.UTF8.GetBytes(e.ToJsonString() + "\n"));
        }

        return lines.ToArray();
    }
}
