using Microsoft.EntityFrameworkCore.Design;
using TriageConsole.Data;
using TriageConsole.Data.Providers;

namespace TriageConsole.Migrations.SqlServer;

/// <summary>Lets dotnet-ef build the model without a server. The connection is never opened.</summary>
public sealed class DesignTimeFactory : IDesignTimeDbContextFactory<TriageDbContext>
{
    public TriageDbContext CreateDbContext(string[] args) =>
        new(DatabaseOptions.Build(new DatabaseConnection(DatabaseProvider.SqlServer, "Server=none")));
}
