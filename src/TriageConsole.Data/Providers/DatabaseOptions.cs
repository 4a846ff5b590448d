using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;
using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Providers;

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
            builder.UseNpgsql(
                connection.ConnectionString,
                o => o.MigrationsAssembly("TriageConsole.Migrations.PostgreSql").MigrationsHistoryTable("migrations_history")
            );
        else
            builder.UseSqlServer(
                connection.ConnectionString,
                o =>
                {
                    o.MigrationsAssembly("TriageConsole.Migrations.SqlServer").MigrationsHistoryTable("migrations_history");
                    if (connection.MaxBatchSize is { } most)
                        o.MaxBatchSize(most);
                }
            );
        builder.AddInterceptors(new RowVersionInterceptor());
        // A conflict on a unique index is expected and repeated. The caller that gives up logs it once.
        // Lists are counted up to a limit, which needs no order. Their pages always have one.
        builder.ConfigureWarnings(w =>
            w.Log((CoreEventId.SaveChangesFailed, LogLevel.Debug), (RelationalEventId.CommandError, LogLevel.Debug))
                .Ignore(CoreEventId.RowLimitingOperationWithoutOrderByWarning)
        );
    }
}
