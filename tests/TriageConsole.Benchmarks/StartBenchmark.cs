using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace TriageConsole.Benchmarks;

/// <summary>
/// The time from the start of <c>run.sh</c> with a built app until it serves its first page, with an empty and a large database. The
/// clusters exist and are stopped. Reference: the time until an empty ASP.NET Core app responds. Lower is better; the result is the
/// difference.
/// </summary>
internal static class StartBenchmark
{
    public const string EmptyAppVerb = "empty-app";

    public static async Task RunEmptyAppAsync(string address)
    {
        await using var app = WebApplication.Create();
        app.MapGet("/account/sign-in", () => Results.Text("here"));
        await app.RunAsync(address);
    }

    public static async Task RunAsync(BenchmarkSize size)
    {
        var large = size == BenchmarkSize.Full ? 1_000_000 : 100_000;
        foreach (var interactions in new[] { 0, large })
        {
            await using var database = await BenchmarkDatabase.StartAsync();
            if (interactions > 0)
                await QueueBenchmark.FillAsync(database, interactions);
            await database.StopAsync();
            var (ours, reference) = (new List<double>(), new List<double>());
            for (var pair = 0; pair < 6; pair++)
            {
                var seconds = await TimeAsync(
                    Path.Combine(Repository.Root, "run.sh"),
                    port => ["--port", $"{port}", "--no-demo", "--data", database.Folder]
                );
                var bare = await TimeAsync(Environment.ProcessPath!, port => [EmptyAppVerb, $"http://127.0.0.1:{port}"]);
                // Skip the first pair: it warms the disk cache.
                if (pair > 0)
                    (ours, reference) = ([.. ours, seconds], [.. reference, bare]);
            }

            Measure.Print(
                $"start, {interactions:N0} interactions",
                Measure.Median(ours),
                Measure.Median(reference),
                "s",
                $"goal ≤ 3 s more; {Measure.Median(ours) - Measure.Median(reference):0.00} s more"
            );
        }
    }

    private static async Task<double> TimeAsync(string program, Func<int, string[]> arguments)
    {
        var port = FreePort();
        using var client = new HttpClient();
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments(port)) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        while (!await AnswersAsync(client, port))
        {
            if (process.HasExited)
                throw new InvalidOperationException($"{program} ended: {await output} {await errors}");
            if (clock.Elapsed.TotalSeconds > 120)
                throw new TimeoutException($"{program} does not answer.");
            await Task.Yield();
        }

        var seconds = clock.Elapsed.TotalSeconds;
        await Measure.RunAsync("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync();
        return seconds;
    }

    private static async Task<bool> AnswersAsync(HttpClient client, int port)
    {
        try
        {
            using var response = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/account/sign-in"));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
