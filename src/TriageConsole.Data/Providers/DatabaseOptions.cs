using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Providers;

public enum DatabaseProvider { PostgreSql, SqlServer }

/// <summary>Which server, and how to reach it.</summary>
public sealed record DatabaseConnection(DatabaseProvider Provider, string ConnectionString);

public static class DatabaseOptions
{
    public static DbContextOptions<TriageDbContext> Build(DatabaseConnection connection)
    {
        var builder = new DbContextOptionsBuilder<TriageDbContext>();
        Configure(builder, connection);
        return builder.Options;
    }

    public static void Configure(DbContextOptionsBuilder builder, DatabaseConnection connection)
    {
        if (connection.Provider == DatabaseProvider.PostgreSql)
            builder.UseNpgsql(connection.ConnectionString, o => o.MigrationsAssembly("TriageConsole.Migrations.PostgreSql").MigrationsHistoryTable("migrations_history"));
        else
            builder.UseSqlServer(connection.ConnectionString, o => o.MigrationsAssembly("TriageConsole.Migrations.SqlServer").MigrationsHistoryTable("migrations_history"));
        builder.AddInterceptors(new RowVersionInterceptor());
    }
}
