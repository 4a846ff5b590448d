using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using TriageConsole.Data;
using TriageConsole.Data.Providers;

namespace TriageConsole.Tests;

public sealed class MigrationTests
{
    private const string LastBeforeSqlServer = "DemoSteps";

    public static TheoryData<DatabaseProvider, string> Providers =>
        new() { { DatabaseProvider.PostgreSql, "Host=none" }, { DatabaseProvider.SqlServer, "Server=none" } };

    [Theory]
    [MemberData(nameof(Providers))]
    public void Model_AgainstMigrations_HasNoPendingChanges(DatabaseProvider provider, string connectionString)
    {
        using var context = Context(provider, connectionString);
        Assert.False(context.Database.HasPendingModelChanges());
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Script_OfAllMigrations_CreatesOrRenamesEveryTableOfTheModel(DatabaseProvider provider, string connectionString)
    {
        using var context = Context(provider, connectionString);
        var script = context.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);
        foreach (var table in context.Model.GetEntityTypes().Select(e => e.GetTableName()!).Distinct())
            Assert.Matches($"CREATE TABLE [\\[\"]?{table}[\\]\"]? |RENAME TO {table};|sp_rename N'[^']+', N'{table}'", script);
        Assert.Contains(TriageDbContext.InteractionIds, script, StringComparison.Ordinal);
    }

    /// <summary>
    /// SQL Server's first migration creates the state of PostgreSQL after this one. From then on both have the same migrations.
    /// </summary>
    [Fact]
    public void Migrations_OfBothProviders_HaveTheSameNames()
    {
        static List<string> Names(DatabaseProvider provider, string connectionString)
        {
            using var context = Context(provider, connectionString);
            return [.. context.Database.GetMigrations().Select(m => m[(m.IndexOf('_', StringComparison.Ordinal) + 1)..])];
        }

        var postgres = Names(DatabaseProvider.PostgreSql, "Host=none");
        var sqlServer = Names(DatabaseProvider.SqlServer, "Server=none");
        Assert.Contains(LastBeforeSqlServer, postgres);
        Assert.Equal(postgres.Skip(postgres.IndexOf(LastBeforeSqlServer) + 1), sqlServer.Skip(1));
    }

    private static TriageDbContext Context(DatabaseProvider provider, string connectionString) =>
        new(DatabaseOptions.Build(new DatabaseConnection(provider, connectionString)));
}
