using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Providers;

namespace TriageConsole.Tests;

public sealed class MigrationTests
{
    [Theory]
    [InlineData(DatabaseProvider.PostgreSql, "Host=none")]
    [InlineData(DatabaseProvider.SqlServer, "Server=none")]
    public void Model_AgainstMigrations_HasNoPendingChanges(DatabaseProvider provider, string connectionString)
    {
        using var context = new TriageDbContext(DatabaseOptions.Build(new DatabaseConnection(provider, connectionString)));
        Assert.False(context.Database.HasPendingModelChanges());
    }
}
