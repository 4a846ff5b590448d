using System.Collections.Concurrent;
using System.Diagnostics;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Browser.Tests;

/// <summary>The sample application in a process of its own, and what served its units so far.</summary>
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

    /// <summary>How many units were asked for.</summary>
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

    /// <summary>What served the units from the n-th on.</summary>
    public IReadOnlyList<string> Since(int n) => [.. served.Skip(n)];

    /// <summary>Until so many more units were served as is asked; the process must be alive.</summary>
    public async Task<IReadOnlyList<string>> NextAsync(int units, TimeSpan? atMost = null)
    {
        var from = Asked;
        await WaitAsync(() => Asked >= from + units, atMost);
        return [.. Since(from).Take(units)];
    }

    /// <summary>Until it is so.</summary>
    public async Task WaitAsync(Func<bool> isSo, TimeSpan? atMost = null)
    {
        using var end = new CancellationTokenSource(atMost ?? TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!isSo())
        {
            if (process.HasExited)
                throw new InvalidOperationException($"The sample application ended with {process.ExitCode}.");
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
