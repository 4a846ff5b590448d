using System.CommandLine;

namespace TriageConsole.Cli;

internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Update the database schema and exit.");
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var scope = await CommandScope.OpenAsync(GlobalOptions.Read(parsed), cancellationToken);
                await Console.Error.WriteLineAsync("The database is up to date.");
                return 0;
            }
        );
        return command;
    }
}
