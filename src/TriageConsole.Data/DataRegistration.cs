using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Providers.Postgres;
using TriageConsole.Data.Providers.SqlServer;

namespace TriageConsole.Data;

public static class DataRegistration
{
    /// <summary>The context factory (pooled) and the statements of the chosen provider.</summary>
    public static IServiceCollection AddTriageData(this IServiceCollection services, DatabaseConnection connection)
    {
        services.AddSingleton(connection);
        services.AddPooledDbContextFactory<TriageDbContext>(o => DatabaseOptions.Configure(o, connection));
        if (connection.Provider == DatabaseProvider.PostgreSql)
            services.AddSingleton<IProviderStatements, PostgresStatements>();
        else
            services.AddSingleton<IProviderStatements, SqlServerStatements>();
        return services.AddSingleton<DatabaseRetry>();
    }
}
