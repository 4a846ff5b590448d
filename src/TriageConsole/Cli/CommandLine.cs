using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using System.Runtime.InteropServices;
using TriageConsole.Data.LocalPostgres;

namespace TriageConsole.Cli;

/// <summary>
/// The command line with its subcommands. The default is <c>serve</c>. Machine-readable output goes to standard output, messages to
/// standard error.
/// </summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        CultureInfo.CurrentCulture =
            CultureInfo.CurrentUICulture =
            CultureInfo.DefaultThreadCurrentCulture =
            CultureInfo.DefaultThreadCurrentUICulture =
                CultureInfo.InvariantCulture;
        var root = new RootCommand("Triage Console: from production traffic to labels, gates and better releases.");
        GlobalOptions.AddTo(root);
        root.Subcommands.Add(ServeCommand.Create());
        root.Subcommands.Add(MigrateCommand.Create());
        root.Subcommands.Add(SeedCommand.Create());
        root.Subcommands.Add(ImportCommand.Create());
        root.Subcommands.Add(EventLogCommand.Create());
        root.Subcommands.Add(AuditCommand.Create());
        root.Subcommands.Add(ApiKeyCommand.Create());
        root.Subcommands.Add(TenantCommand.Create());
        root.Subcommands.Add(EraseUserCommand.Create());
        root.Subcommands.Add(RubricCommand.Create());
        root.Subcommands.Add(ReleaseCommand.Create());
        root.Subcommands.Add(DatasetCommand.Create());
        root.Subcommands.Add(SignInLinkCommand.Create());
        root.SetAction((parsed, cancellationToken) => ServeCommand.RunAsync(GlobalOptions.Read(parsed), cancellationToken));
        var isInterrupted = false;
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => isInterrupted = true);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => isInterrupted = true);
        try
        {
            var configuration = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                // Ctrl-C: leave time for open requests and for the checkpoint of the embedded database.
                ProcessTerminationTimeout = TimeSpan.FromSeconds(60),
            };
            return await root.Parse(args).InvokeAsync(configuration);
        }
        // On SQL Server, a canceled statement throws a DbException.
        catch (Exception e) when (e is OperationCanceledException || (isInterrupted && e is DbException))
        {
            return 130;
        }
        catch (Exception e) when (e is CommandException or LocalPostgresException)
        {
            await Console.Error.WriteLineAsync($"error: {e.Message}");
            return 1;
        }
    }
}
