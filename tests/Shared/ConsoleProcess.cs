using System.Diagnostics;
using System.Text;
using TriageConsole.Data.Providers;

namespace TriageConsole.Tests.Shared;

/// <summary>The console as a server in a process of its own, with a database of the test. It can be killed.</summary>
internal sealed class ConsoleProcess : IAsyncDisposable
{
    private const string Ready = "Triage Console is ready: ";
    private readonly TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder output = new();
    private readonly Process process;

    private ConsoleProcess(ProcessStartInfo start)
    {
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, e) => Read(e.Data);
        process.ErrorDataReceived += (_, e) => Read(e.Data);
        process.Exited += (_, _) => address.TrySetException(new InvalidOperationException($"The console ended: {output}"));
    }

    /// <summary>Its address, once it serves.</summary>
    /// <exception cref="InvalidOperationException">It ended before.</exception>
    public Task<Uri> AddressAsync() => address.Task;

    public static ConsoleProcess Start(DatabaseConnection database, IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "TriageConsole.dll"),
                "serve",
                "--no-demo",
                "--urls",
                "http://127.0.0.1:0",
                "--data",
                Path.Combine(Path.GetTempPath(), $"triage-{Guid.NewGuid():N}"),
            ]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TRIAGE_CONNECTION"] = database.ConnectionString;
        start.Environment["TRIAGE_PROVIDER"] = database.Provider.ToString();
        foreach (var (name, value) in settings)
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        var console = new ConsoleProcess(start);
        console.process.Start();
        console.process.BeginOutputReadLine();
        console.process.BeginErrorReadLine();
        return console;
    }

    /// <summary>Ends it without notice (SIGKILL).</summary>
    public async Task KillAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
            return;
        lock (output)
            output.AppendLine(line);
        if (line.StartsWith(Ready, StringComparison.Ordinal))
            address.TrySetResult(new Uri(line[Ready.Length..].Trim()));
    }
}
