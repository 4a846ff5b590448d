using System.CommandLine;
using Microsoft.Extensions.Configuration.Memory;
using TriageConsole.Data.LocalPostgres;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Demo;
using TriageConsole.Outbound;

namespace TriageConsole.Cli;

/// <summary>Runs the web server and its database. Prints how to sign in after the server has started.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command("serve", "Serve the console (the default command).");
        command.SetAction((parsed, cancellationToken) => RunAsync(GlobalOptions.Read(parsed), cancellationToken));
        return command;
    }

    public static async Task<int> RunAsync(GlobalOptions options, CancellationToken cancellationToken)
    {
        using var loggers = LoggerFactory.Create(logging => logging.AddSimpleConsole());
        await using var database = await OpenDatabase.OpenAsync(options, loggers.CreateLogger("TriageConsole.Database"), cancellationToken);
        await database.MigrateAsync(Console.Out, cancellationToken);
        await using var app = new TriageConsoleApp(
            ["--urls", options.ListenOn],
            database.Connection,
            builder =>
            {
                builder.Configuration.Sources.Insert(0, Settings(database.DefaultSettings(options)));
                Supervise(builder, database.Local);
            }
        );
        var guide = ActivatorUtilities.CreateInstance<SignInGuide>(app.Services);
        if (options.Demo)
            await SeedAsync(app.Services, cancellationToken);
        await guide.EnsureAdminAsync(cancellationToken);
        await StartAsync(app, options, cancellationToken);

        var address = OwnAddress.Of(app.Urls);
        options.RememberAddress(address);
        await Console.Out.WriteLineAsync($"\nTriage Console is ready: {address}");
        foreach (var line in await DescribeAsync(guide, app.Services, address, cancellationToken))
            await Console.Out.WriteLineAsync(line);
        await Console.Out.WriteLineAsync("Press Ctrl-C to stop.");
        // Do not pass the token of the command: the host handles Ctrl-C itself and lets requests finish.
        await app.WaitForShutdownAsync(CancellationToken.None);
        return 0;
    }

    /// <summary>The server already runs. Retry if the database fails now.</summary>
    private static async Task<IReadOnlyList<string>> DescribeAsync(
        SignInGuide guide,
        IServiceProvider services,
        string address,
        CancellationToken cancellationToken
    ) =>
        await RetryPolicies
            .Database(services.GetRequiredService<IProviderStatements>(), services.GetRequiredService<TimeProvider>())
            .ExecuteAsync(async token => await guide.DescribeAsync(address, token), cancellationToken);

    /// <summary>The lowest of all sources: everything that is configured replaces it.</summary>
    private static MemoryConfigurationSource Settings(IEnumerable<KeyValuePair<string, string?>> settings) =>
        new() { InitialData = settings };

    private static void Supervise(WebApplicationBuilder builder, LocalPostgresServer? local)
    {
        // The command disposes the database after the app, because the app still sends queries while it stops.
        if (local is not null)
            builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<LocalPostgresSupervisor>(services, local));
    }

    private static async Task SeedAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var seeder = ActivatorUtilities.CreateInstance<DemoSeeder>(services);
        if (!await seeder.IsWantedAsync(cancellationToken))
            return;
        await Console.Out.WriteLineAsync(
            $"The database is empty. Adding the demo tenant with {DemoTraffic.Interactions:N0} simulated interactions (disable with "
                + "--no-demo)."
        );
        await seeder.SeedAsync(null, cancellationToken);
    }

    private static async Task StartAsync(TriageConsoleApp app, GlobalOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new CommandException($"{options.ListenOn} is in use by another program. Choose another port with --port.");
        }
    }
}
