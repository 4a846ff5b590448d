using System.Diagnostics;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Cli;

/// <summary>Runs the real program in its own process, with its own database and folder.</summary>
public abstract class CommandTest : IAsyncLifetime
{
    protected string Folder { get; } = Directory.CreateTempSubdirectory("triage-cli-").FullName;

    protected TestDatabase Database { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Database = await TestDatabase.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) =>
        RunAsync([("TRIAGE_PROVIDER", Database.Connection.Provider.ToString())], arguments);

    protected Task<(int ExitCode, string Output, string Error)> RunAsync((string Name, string Value) variable, params string[] arguments) =>
        RunAsync([variable], arguments);

    protected async Task<(int ExitCode, string Output, string Error)> RunAsync(
        IEnumerable<(string Name, string Value)> variables,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "TriageConsole.dll"), "--data", Folder, .. arguments]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TRIAGE_CONNECTION"] = Database.Connection.ConnectionString;
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
