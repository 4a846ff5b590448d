namespace TriageConsole.Data.Providers;

public enum DatabaseProvider
{
    PostgreSql,
    SqlServer,
}
