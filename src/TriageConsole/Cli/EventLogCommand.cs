using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Ingest.Log;

namespace TriageConsole.Cli;

/// <summary>Checks the event log, and rebuilds a database from it.</summary>
internal static class EventLogCommand
{
    private static readonly Option<string> Into = new("--into")
    {
        Description = "Connection string of an empty database on a server, of the provider in --provider.",
        Required = true,
    };
    private static readonly Option<DatabaseProvider> Provider = new("--provider")
    {
        Description = "PostgreSql (default) or SqlServer.",
        DefaultValueFactory = _ => DatabaseProvider.PostgreSql,
    };

    public static Command Create()
    {
        var command = new Command("log", "The event log: every accepted batch, outside the database.");
        var verify = new Command("verify", "Read all segments and manifests and compare them with what was written.");
        verify.SetAction(VerifyAsync);
        var replay = new Command("replay", "Rebuild an empty database from the event log of this one.");
        replay.Options.Add(Into);
        replay.Options.Add(Provider);
        replay.SetAction(ReplayAsync);
        command.Subcommands.Add(verify);
        command.Subcommands.Add(replay);
        return command;
    }

    private static async Task<int> VerifyAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var scope = await OpenAsync(parsed, cancellationToken);
        var report = await scope.Services.GetRequiredService<EventLogVerifier>().VerifyAsync(cancellationToken);
        await Console.Out.WriteLineAsync(
            $"{report.Segments:N0} segments, {report.Lines:N0} lines, {report.Bytes:N0} bytes; {report.Waiting:N0} batches wait for the "
                + $"object store; {report.Unregistered:N0} unregistered objects."
        );
        foreach (var problem in report.Problems)
            await Console.Out.WriteLineAsync($"  {problem}");
        return report.Problems.Count == 0 ? 0 : 1;
    }

    private static async Task<int> ReplayAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var scope = await OpenAsync(parsed, cancellationToken);
        var connection = new DatabaseConnection(parsed.GetValue(Provider), parsed.GetValue(Into)!);
        await using (var db = new TriageDbContext(DatabaseOptions.Build(connection)))
            await db.Database.MigrateAsync(cancellationToken);
        await using var target = Services(connection);
        var result = await scope
            .Services.GetRequiredService<EventLogReplay>()
            .ReplayAsync(target, r => Console.Error.WriteLine($"  {r.Segments:N0} segments, {r.Lines:N0} lines"), cancellationToken);
        if (result.Error is { } error)
            throw new CommandException(error.Message);
        var report = result.Value;
        await Console.Out.WriteLineAsync(
            $"{report.Segments:N0} segments: {report.Result.Accepted:N0} interactions, {report.Result.Joined:N0} signals joined, "
                + $"{report.Result.Waiting:N0} waiting, {report.Result.QuarantinedCount:N0} quarantined; {report.Erased:N0} lines of "
                + "erased persons left out."
        );
        return 0;
    }

    private static async Task<CommandScope> OpenAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var scope = await CommandScope.OpenAsync(GlobalOptions.Read(parsed), cancellationToken);
        if (scope.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<EventLogOptions>>().Value.Active is not null)
            return scope;
        await scope.DisposeAsync();
        throw new CommandException("The event log is off. Set EventLog__Folder or EventLog__Store as on the server.");
    }

    /// <summary>The services over the target. Its own log is off.</summary>
    private static ServiceProvider Services(DatabaseConnection connection)
    {
        var services = new ServiceCollection();
        services.AddLogging(CommandScope.ConfigureLogging);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddTriageServices(connection);
        return services.BuildServiceProvider();
    }
}
