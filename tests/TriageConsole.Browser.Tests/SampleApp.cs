using System.Collections.Concurrent;
using System.Diagnostics;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Browser.Tests;

/// <summary>The sample application in its own process, with the releases that served its units so far.</summary>
internal sealed class SampleApp : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> served = new();

    private SampleApp(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.Split(' ') is [_, var release])
                served.Enqueue(release);
        };
        process.BeginOutputReadLine();
    }

    /// <summary>The number of units so far.</summary>
    public int Asked => served.Count;

    public static SampleApp Start(TestApp app, string key, string workflow, params string[] resolved)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "TriageConsole.SampleApp.dll"), app.Address.ToString(), key, workflow, .. resolved]
        )
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return new SampleApp(Process.Start(start)!);
    }

    /// <summary>The releases of the units from index n.</summary>
    public IReadOnlyList<string> Since(int n) => [.. served.Skip(n)];

    /// <summary>Waits for this many further units and returns their releases. Throws if the process ends.</summary>
    public async Task<IReadOnlyList<string>> NextAsync(int units, TimeSpan? atMax = null)
    {
        var from = Asked;
        await WaitAsync(() => Asked >= from + units, atMax);
        return [.. Since(from).Take(units)];
    }

    /// <summary>Waits until the condition is true.</summary>
    public async Task WaitAsync(Func<bool> condition, TimeSpan? atMax = null)
    {
        using var end = new CancellationTokenSource(atMax ?? TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!condition())
        {
            if (process.HasExited)
                throw new InvalidOperationException($"The sample application exited with code {process.ExitCode}.");
            await timer.WaitForNextTickAsync(end.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }

        process.Dispose();
    }
}
