using System.Collections.Concurrent;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using TriageConsole.Data;
using TriageConsole.Data.Providers;

namespace TriageConsole.Tests.Shared;

/// <summary>
/// Databases on the SQL Server of a test run. Each is migrated once, emptied after each test, reused by the next test and dropped when the
/// process ends.
/// </summary>
internal static class SqlServerDatabases
{
    private static readonly ConcurrentBag<DatabaseConnection> Free = [];
    private static readonly ConcurrentBag<DatabaseConnection> Made = [];
    private static readonly SemaphoreSlim Making = new(1);

    public static async Task<DatabaseConnection> TakeAsync(DatabaseConnection server)
    {
        if (Free.TryTake(out var free))
            return free;
        await Making.WaitAsync();
        try
        {
            var name = $"test_{Guid.NewGuid():N}";
            await ExecuteAsync(In(server, "master"), $"CREATE DATABASE [{name}]");
            var made = In(server, name);
            if (Made.IsEmpty)
                AppDomain.CurrentDomain.ProcessExit += (_, _) => DropAllAsync(server).GetAwaiter().GetResult();
            Made.Add(made);
            await using var context = new TriageDbContext(DatabaseOptions.Build(made));
            context.Database.SetCommandTimeout(TimeSpan.FromMinutes(5));
            await context.Database.MigrateAsync();
            return made;
        }
        finally
        {
            Making.Release();
        }
    }

    public static async Task GiveBackAsync(DatabaseConnection connection)
    {
        await ExecuteAsync(connection, EmptyingScript());
        Free.Add(connection);
    }

    private static DatabaseConnection In(DatabaseConnection server, string database) =>
        server with
        {
            ConnectionString = server.ConnectionString.Replace("{database}", database, StringComparison.Ordinal),
        };

    /// <summary>
    /// Deletes dependent rows before the rows that they reference. In a cycle, a nullable reference is set to NULL first.
    /// </summary>
    private static string EmptyingScript()
    {
        using var context = new TriageDbContext(DatabaseOptions.Build(new DatabaseConnection(DatabaseProvider.SqlServer, "Server=none")));
        var tables = context
            .GetService<IDesignTimeModel>()
            .Model.GetRelationalModel()
            .Tables.Where(t => t.Name != "routing_versions")
            .ToList();
        var left = tables.ToDictionary(
            t => t.Name,
            t => t.ForeignKeyConstraints.Where(f => f.PrincipalTable != t && f.PrincipalTable.Name != "routing_versions").ToList()
        );
        List<string> nulls = [],
            deletes = [];
        while (left.Count > 0)
        {
            var referred = left.Values.SelectMany(f => f).Select(f => f.PrincipalTable.Name).ToHashSet();
            if (left.Keys.Where(t => !referred.Contains(t)).ToList() is { Count: > 0 } last)
            {
                foreach (var table in last)
                {
                    deletes.Add($"DELETE FROM [{table}];");
                    left.Remove(table);
                }

                continue;
            }

            var cut = left.Values.SelectMany(f => f).First(f => f.Columns.Any(c => c.IsNullable));
            var column = cut.Columns.First(c => c.IsNullable);
            nulls.Add($"UPDATE [{cut.Table.Name}] SET [{column.Name}] = NULL WHERE [{column.Name}] IS NOT NULL;");
            left[cut.Table.Name].Remove(cut);
        }

        return $"""
            DISABLE TRIGGER releases_move_on ON releases; DISABLE TRIGGER release_transitions_stay ON release_transitions;
            DISABLE TRIGGER retraining_events_stay ON retraining_events;
            DISABLE TRIGGER release_approval_remarks_stay ON release_approval_remarks;
            UPDATE releases SET transition_number = NULL, state = 0; DELETE FROM release_transitions;
            {string.Join('\n', nulls)}
            {string.Join('\n', deletes)}
            DELETE FROM QUARTZ_TRIGGERS; DELETE FROM QUARTZ_JOB_DETAILS; DELETE FROM QUARTZ_FIRED_TRIGGERS; DELETE FROM
              QUARTZ_SCHEDULER_STATE;
            UPDATE routing_versions SET version = 1;
            ALTER SEQUENCE interaction_ids RESTART WITH 1;
            ENABLE TRIGGER releases_move_on ON releases; ENABLE TRIGGER release_transitions_stay ON release_transitions;
            ENABLE TRIGGER retraining_events_stay ON retraining_events;
            ENABLE TRIGGER release_approval_remarks_stay ON release_approval_remarks;
            """;
    }

    private static async Task DropAllAsync(DatabaseConnection server)
    {
        SqlConnection.ClearAllPools();
        foreach (var made in Made)
            await ExecuteAsync(
                In(server, "master"),
                $"DROP DATABASE [{new SqlConnectionStringBuilder(made.ConnectionString).InitialCatalog}]"
            );
    }

    private static async Task ExecuteAsync(DatabaseConnection connection, string sql)
    {
        await using var opened = new SqlConnection(connection.ConnectionString);
        await opened.OpenAsync();
        await using var command = new SqlCommand(sql, opened) { CommandTimeout = 300 };
        await command.ExecuteNonQueryAsync();
    }
}
