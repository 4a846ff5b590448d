using Microsoft.Data.SqlClient;

namespace TriageConsole.Data.Providers.SqlServer;

internal sealed partial class SqlServerStatements(DatabaseConnection connection) : IProviderStatements
{
    private readonly string connectionString = connection.ConnectionString;

    public bool IsTransient(Exception exception) => Chain(exception).Any(e =>
        e is TimeoutException || (e is SqlException sql && (sql.IsTransient || sql.Number is -2 or 53 or 233 or 1205 or 10053 or 10054 or 10060 or 4060 || sql.Class >= 20)));

    public bool IsUniqueViolation(Exception exception) => Chain(exception).Any(e => e is SqlException { Number: 2601 or 2627 });

    public bool IsDeadlock(Exception exception) => Chain(exception).Any(e => e is SqlException { Number: 1205 });

    // Its columns take every UTF-16 unit.
    public bool IsUnstorableText(Exception exception) => false;

    private static IEnumerable<Exception> Chain(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException) yield return exception;
    }
}
