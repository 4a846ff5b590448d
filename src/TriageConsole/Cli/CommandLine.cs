using TriageConsole.Data.Providers;

namespace TriageConsole.Cli;

internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var database = new DatabaseConnection(DatabaseProvider.PostgreSql, Environment.GetEnvironmentVariable("TRIAGE_CONNECTION") ?? "");
        await using var app = new TriageConsoleApp(args, database);
        await app.StartAsync();
        await app.WaitForShutdownAsync();
        return 0;
    }
}
