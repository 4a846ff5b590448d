using Microsoft.EntityFrameworkCore;
using Npgsql;
using TriageConsole.Data;
using TriageConsole.Data.Providers;

namespace TriageConsole.Tests.Shared;

/// <summary>
/// A new, migrated database for one test, dropped afterwards. On SQL Server, databases are emptied and reused, because migration is slow
/// there. The server is TRIAGE_TEST_CONNECTION ("PostgreSql;Host=…" or "SqlServer;Server=…") if set, otherwise the embedded cluster of the
/// test run.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly Lazy<Task<DatabaseConnection>> Template = new(CreateTemplateAsync);

    /// <summary>Whether the server copies files without being told.</summary>
    private static readonly Lazy<Task<bool>> FilesAreCopied = new(async () =>
    {
        await using var connection = new NpgsqlConnection((await TestServer.ConnectionAsync()).ConnectionString);
        await connection.OpenAsync();
        return connection.PostgreSqlVersion.Major < 15;
    });

    private TestDatabase(DatabaseConnection connection) => Connection = connection;

    public DatabaseConnection Connection { get; }

    public bool IsPostgres => Connection.Provider == DatabaseProvider.PostgreSql;

    public TriageDbContext CreateContext() => new(DatabaseOptions.Build(Connection));

    public static async Task<TestDatabase> CreateAsync()
    {
        var template = await Template.Value;
        var name = $"test_{Guid.NewGuid():N}";
        if (template.Provider == DatabaseProvider.SqlServer)
            return new TestDatabase(await SqlServerDatabases.TakeAsync(template));

        var builder = new NpgsqlConnectionStringBuilder(template.ConnectionString);
        var from = builder.Database;
        // From version 15 on, PostgreSQL copies through its log unless told to copy the files, which takes a tenth of the time.
        var strategy = await FilesAreCopied.Value ? "" : " STRATEGY FILE_COPY";
        await ExecuteAsync(builder, $"CREATE DATABASE \"{name}\" TEMPLATE \"{from}\"{strategy}");
        builder.Database = name;
        builder.MaxPoolSize = 50;
        return new TestDatabase(template with { ConnectionString = builder.ConnectionString });
    }

    public async ValueTask DisposeAsync()
    {
        if (Connection.Provider == DatabaseProvider.SqlServer)
        {
            await SqlServerDatabases.GiveBackAsync(Connection);
            return;
        }

        NpgsqlConnection.ClearPool(new NpgsqlConnection(Connection.ConnectionString));
        var builder = new NpgsqlConnectionStringBuilder(Connection.ConnectionString);
        await ExecuteAsync(builder, $"DROP DATABASE IF EXISTS \"{builder.Database}\" WITH (FORCE)");
    }

    /// <summary>Migrated once per test process. Each test database is a copy of it.</summary>
    private static async Task<DatabaseConnection> CreateTemplateAsync()
    {
        var server = await TestServer.ConnectionAsync();
        if (server.Provider == DatabaseProvider.SqlServer)
            return server;
        var builder = new NpgsqlConnectionStringBuilder(server.ConnectionString);
        var name = $"template_{Guid.NewGuid():N}";
        builder.Pooling = false;
        await ExecuteAsync(builder, $"CREATE DATABASE \"{name}\"");
        builder.Database = name;
        var template = server with { ConnectionString = builder.ConnectionString };
        await using (var context = new TriageDbContext(DatabaseOptions.Build(template)))
            await context.Database.MigrateAsync();
        builder.Pooling = true;
        return template with { ConnectionString = builder.ConnectionString };
    }

    private static async Task ExecuteAsync(NpgsqlConnectionStringBuilder server, string sql)
    {
        var admin = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = "postgres", Pooling = false };
        await using var connection = new NpgsqlConnection(admin.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
