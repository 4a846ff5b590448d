using Microsoft.Extensions.Logging.Console;
using TriageConsole.Compatibility;
using TriageConsole.Security;

namespace TriageConsole.Cli;

/// <summary>The migrated database and the services of a subcommand, without the web server. Logs go to standard error.</summary>
internal sealed class CommandScope : IAsyncDisposable
{
    private readonly OpenDatabase database;
    private readonly ServiceProvider provider;
    private readonly AsyncServiceScope scope;

    private CommandScope(OpenDatabase database, GlobalOptions options)
    {
        this.database = database;
        var services = new ServiceCollection();
        services.AddLogging(ConfigureLogging);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(database.DefaultSettings(options))
            .AddEnvironmentVariables()
            .Build();
        var oldSettings = RenamedSettings.Apply(configuration);
        services.AddSingleton<IConfiguration>(configuration);
        services.AddTriageServices(database.Connection).ProtectKeyRing(configuration);
        provider = services.BuildServiceProvider();
        RenamedSettings.Warn(provider.GetRequiredService<ILoggerFactory>().CreateLogger("TriageConsole"), oldSettings);
        scope = provider.CreateAsyncScope();
    }

    public IServiceProvider Services => scope.ServiceProvider;

    public static async Task<CommandScope> OpenAsync(GlobalOptions options, CancellationToken cancellationToken)
    {
        using var loggers = LoggerFactory.Create(ConfigureLogging);
        var database = await OpenDatabase.OpenAsync(options, loggers.CreateLogger("TriageConsole.Database"), cancellationToken);
        try
        {
            await database.MigrateAsync(Console.Error, cancellationToken);
            return new CommandScope(database, options);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await scope.DisposeAsync();
        await provider.DisposeAsync();
        await database.DisposeAsync();
    }

    public static void ConfigureLogging(ILoggingBuilder logging) =>
        logging
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Error)
            .AddSimpleConsole(console => console.ColorBehavior = LoggerColorBehavior.Default)
            .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
}
