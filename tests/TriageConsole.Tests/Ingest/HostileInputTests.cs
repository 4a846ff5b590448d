using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Ingest;

/// <summary>
/// Sends bodies that are designed to cost much time or memory to the real program with 300 MB of memory. If it reads input repeatedly or
/// keeps it whole, it runs out of memory or the test times out.
/// </summary>
public sealed class HostileInputTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("triage-hostile-").FullName;
    private TestDatabase database = null!;

    public async ValueTask InitializeAsync() => database = await TestDatabase.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact(Timeout = 300_000)]
    public async Task CostlyBodies_AreIngestedWithLittleMemory()
    {
        var (blanks, mega) = (new string(' ', 1 << 20), new string('x', 1 << 20));
        var (open, close) = ($"{{\"trace_id\":\"@\",\"task_type\":\"s\",\"task_id\":\"k\",\"model_version\":\"v\"", "}");
        var files = new (string Name, string Says, Action<TextWriter> Write)[]
        {
            ("blanks before", "1 new, 0 duplicates", w => Each(w, 300, _ => blanks, last: open + close)),
            ("line feeds before", "1 new, 0 duplicates", w => Each(w, 300, _ => blanks.Replace(' ', '\n'), last: open + close)),
            (
                "one long line",
                "1 new, 0 duplicates, 0 signals joined, 0 waiting for their interaction, 1 quarantined",
                w => Each(w, 200, _ => mega, last: "\n" + open + close)
            ),
            (
                "array of long, blank and deep",
                "2 new, 0 duplicates, 0 signals joined, 0 waiting for their interaction, 2 quarantined",
                w =>
                {
                    w.Write($"[{open}{close},\"");
                    Each(w, 200, _ => mega, last: "\"");
                    Each(w, 100, _ => blanks, last: ",");
                    Each(w, 10, _ => new string('[', 1 << 20), last: "");
                    Each(w, 10, _ => new string(']', 1 << 20), last: $",{open.Replace("@", "@2", StringComparison.Ordinal)}{close}]");
                }
            ),
            (
                "array of half a million nothings",
                "0 new, 0 duplicates, 0 signals joined, 0 waiting for their interaction, 500,000 quarantined",
                w =>
                {
                    w.Write('[');
                    Each(w, 500, n => string.Join(',', Enumerable.Repeat("0", 1000)) + (n < 499 ? "," : ""), last: "]");
                }
            ),
            (
                "tiny values",
                "1 new, 0 duplicates, 0 signals joined, 0 waiting for their interaction, 3 quarantined",
                w =>
                {
                    foreach (
                        var part in new[] { "\"metadata\":[#0]", "\"messages\":[#0]", "\"feedback\":[{\"name\":\"x\",\"value\":[#0]}]" }
                    )
                    {
                        var cut = part.Split('#');
                        w.Write($"{open},{cut[0]}");
                        Each(w, 15, _ => string.Concat(Enumerable.Repeat("0,", 1 << 19)), last: $"{cut[1]}{close}\n");
                    }

                    w.Write(open + close);
                }
            ),
            (
                "tiny names",
                "1 new, 0 duplicates, 0 signals joined, 0 waiting for their interaction, 2 quarantined",
                w =>
                {
                    w.Write(open);
                    Each(w, 1000, n => string.Concat(Enumerable.Range(0, 1000).Select(k => $",\"{n}.{k}\":1")), last: close + "\n");
                    w.Write(open);
                    Each(w, 1000, _ => string.Concat(Enumerable.Repeat(",\"output\":1", 1000)), last: close + "\n");
                    w.Write(open + close);
                }
            ),
            (
                "signals",
                "200 new",
                w =>
                    Each(
                        w,
                        200,
                        n =>
                            $"{open.Replace("@", $"signals{n}", StringComparison.Ordinal)},\"feedback\":["
                            + $"{string.Join(',', Enumerable.Repeat("{\"name\":\"x\"}", 1000))}]{close}\n",
                        last: ""
                    )
            ),
        };
        foreach (var (name, _, write) in files)
        {
            await using var packed = new GZipStream(File.Create(Path.Combine(folder, name)), CompressionLevel.Fastest);
            await using var writer = new StreamWriter(packed);
            write(new Named(writer, name));
        }

        var run = await RunAsync(["import", "--tenant", "hostile", .. files.Select(f => Path.Combine(folder, f.Name))]);
        Assert.True(run.ExitCode == 0, run.Error + run.Output);
        var told = run
            .Output.Split('\n')
            .Where(l => l.StartsWith("  ", StringComparison.Ordinal) && l.Contains(" new, ", StringComparison.Ordinal))
            .ToList();
        Assert.Equal(files.Length, told.Count);
        Assert.All(files.Zip(told), f => Assert.StartsWith("  " + f.First.Says, f.Second, StringComparison.Ordinal));
        await using var db = database.CreateContext();
        Assert.Equal(200_000, await db.Signals.CountAsync(TestContext.Current.CancellationToken));
    }

    private static void Each(TextWriter writer, int times, Func<int, string> part, string last)
    {
        for (var n = 0; n < times; n++)
            writer.Write(part(n));
        writer.Write(last);
    }

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "TriageConsole.dll"), "--data", folder, .. arguments]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TRIAGE_CONNECTION"] = database.Connection.ConnectionString;
        start.Environment["TRIAGE_PROVIDER"] = database.Connection.Provider.ToString();
        // 300 MB in hexadecimal.
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x12C00000";
        using var process = Process.Start(start)!;
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Gives the events of each file their own names.</summary>
    private sealed class Named(TextWriter inner, string name) : TextWriter
    {
        public override Encoding Encoding => inner.Encoding;

        public override void Write(char value) => inner.Write(value);

        public override void Write(string? value) =>
            inner.Write(value!.Length < 1000 ? value.Replace("@", name, StringComparison.Ordinal) : value);
    }
}
