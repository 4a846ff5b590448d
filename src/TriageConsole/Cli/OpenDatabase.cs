using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.LocalPostgres;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Providers.SqlServer;

namespace TriageConsole.Cli;

/// <summary>The database of this process: the one from the environment, or the embedded one in the data folder.</summary>
internal sealed class OpenDatabase(DatabaseConnection connection, LocalPostgresServer? local) : IAsyncDisposable
{
    public DatabaseConnection Connection { get; } = connection;

    /// <summary>Null for an external database server.</summary>
    public LocalPostgresServer? Local { get; } = local;

    /// <summary>
    /// The settings that the embedded database brings: its event log, exports and audit checkpoints are folders next to it. Instances on a
    /// database server have no common folder, so there all are off until a store is configured.
    /// </summary>
    public IEnumerable<KeyValuePair<string, string?>> DefaultSettings(GlobalOptions options) =>
        Local is null
            ? []
            :
            [
                new("EventLog:Folder", Path.Combine(options.DataDirectory, "event-log")),
                new("Exports:Folder", Path.Combine(options.DataDirectory, "exports")),
                new("Audit:Folder", Path.Combine(options.DataDirectory, "audit-checkpoints")),
            ];

    public static async Task<OpenDatabase> OpenAsync(GlobalOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        if (FromEnvironment() is { } named)
            return new OpenDatabase(named, null);
        var local = await LocalPostgresServer.StartAsync(
            new LocalPostgresOptions
            {
                DataDirectory = options.DataDirectory,
                BinDirectory = Environment.GetEnvironmentVariable("TRIAGE_POSTGRES_BIN") is { Length: > 0 } bin ? bin : null,
                Logger = logger,
            },
            cancellationToken
        );
        return new OpenDatabase(local.Connection, local);
    }

    /// <summary>
    /// Updates the schema. Two processes can run this at once: the second waits for the migration lock of the provider and then has nothing
    /// to do.
    /// </summary>
    /// <exception cref="CommandException">A later version of the console updated the schema.</exception>
    public async Task MigrateAsync(TextWriter progress, CancellationToken cancellationToken)
    {
        await using var context = new TriageDbContext(DatabaseOptions.Build(Connection));
        context.Database.SetCommandTimeout(TimeSpan.FromHours(1));
        var applied = await context.Database.GetAppliedMigrationsAsync(cancellationToken);
        if (applied.Except(context.Database.GetMigrations()).LastOrDefault() is { } later)
            throw new CommandException(
                $"A later version of the console has updated the database ({later}). Start that version, or restore a backup of before the "
                    + "update."
            );
        var pending = (await context.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        if (pending.Count > 0)
        {
            await progress.WriteLineAsync($"Migrating the database: {string.Join(", ", pending)}");
            await context.Database.MigrateAsync(cancellationToken);
        }

        if (Connection.Provider != DatabaseProvider.SqlServer)
            return;
        foreach (var problem in await SqlServerChecks.FindAsync(context, cancellationToken))
            await progress.WriteLineAsync($"warning: {problem}");
    }

    public async ValueTask DisposeAsync()
    {
        if (Local is not null)
            await Local.DisposeAsync();
    }

    private static DatabaseConnection? FromEnvironment()
    {
        if (Environment.GetEnvironmentVariable("TRIAGE_CONNECTION") is not { Length: > 0 } connection)
            return null;
        var name = Environment.GetEnvironmentVariable("TRIAGE_PROVIDER") is { Length: > 0 } given
            ? given
            : nameof(DatabaseProvider.PostgreSql);
        if (!Enum.TryParse<DatabaseProvider>(name, ignoreCase: true, out var provider) || !Enum.IsDefined(provider))
            throw new CommandException($"TRIAGE_PROVIDER is \"{name}\". Use PostgreSql or SqlServer.");
        return new DatabaseConnection(provider, connection)
        {
            PortableClaim = Environment.GetEnvironmentVariable("TRIAGE_PORTABLE_CLAIM") is "1" or "true",
            MaxBatchSize =
                int.TryParse(
                    Environment.GetEnvironmentVariable("TRIAGE_MAX_BATCH_SIZE"),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var maxBatchSize
                )
                && maxBatchSize > 0
                    ? maxBatchSize
                    : null,
        };
    }
}
