using Microsoft.EntityFrameworkCore;
using Npgsql;
using TriageConsole.Data;
using TriageConsole.Data.LocalPostgres;
using TriageConsole.Data.Providers;

namespace TriageConsole.Benchmarks;

/// <summary>An embedded cluster with a migrated database, durable as in production. Removed at the end.</summary>
internal sealed class BenchmarkDatabase : IAsyncDisposable
{
    private readonly LocalPostgresServer server;
    private bool stopped;

    private BenchmarkDatabase(LocalPostgresServer server, string folder)
    {
        (this.server, Folder) = (server, folder);
        Settings = new NpgsqlConnectionStringBuilder(server.Connection.ConnectionString);
    }

    public string Folder { get; }

    public DatabaseConnection Connection => server.Connection;

    public NpgsqlConnectionStringBuilder Settings { get; }

    public static async Task<BenchmarkDatabase> StartAsync()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"triage-benchmark-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        var server = await LocalPostgresServer.StartAsync(new LocalPostgresOptions { DataDirectory = folder });
        var database = new BenchmarkDatabase(server, folder);
        await using var context = database.CreateContext();
        await context.Database.MigrateAsync();
        return database;
    }

    public TriageDbContext CreateContext() => new(DatabaseOptions.Build(Connection));

    public async Task ExecuteAsync(string sql)
    {
        await using var context = CreateContext();
        context.Database.SetCommandTimeout(TimeSpan.FromMinutes(30));
        await context.Database.ExecuteSqlRawAsync(sql);
    }

    public async Task<long> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Connection.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Runs psql on this database and stops at the first error.</summary>
    public Task<string> PsqlAsync(params string[] commands) =>
        Measure.RunAsync(
            "psql",
            [
                "-h",
                Settings.Host!,
                "-p",
                $"{Settings.Port}",
                "-U",
                Settings.Username!,
                "-d",
                Settings.Database!,
                "-X",
                "-q",
                "-v",
                "ON_ERROR_STOP=1",
                .. commands.SelectMany(c => new[] { "-c", c }),
            ],
            Settings.Password
        );

    /// <summary>Stops the cluster and keeps its folder, so that another process can start it.</summary>
    public async Task StopAsync()
    {
        if (stopped)
            return;
        stopped = true;
        NpgsqlConnection.ClearAllPools();
        await server.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
