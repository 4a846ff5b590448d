using Microsoft.Data.SqlClient;

namespace TriageConsole.Data.Providers.SqlServer;

internal sealed partial class SqlServerStatements : IProviderStatements
{
    private readonly string connectionString;
    private readonly PortableClaim claim;

    public SqlServerStatements(DatabaseConnection connection)
    {
        connectionString = connection.ConnectionString;
        claim = new PortableClaim(
            async cancellationToken =>
            {
                var opened = new SqlConnection(connectionString);
                await opened.OpenAsync(cancellationToken);
                return opened;
            },
            prepared: false,
            IsUniqueViolation
        );
    }

    // -2 timeout, 53 and 233 no server, 1205 deadlock victim, 10053 to 10060 sockets, 4060 and 911 database not available yet, 17142 and
    // 6005 paused or shutting down, 40197 to 40613 and 49918 to 49920 moved or busy (Azure). An exhausted pool is an
    // InvalidOperationException of the client, identified by its source.
    public bool IsTransient(Exception exception) =>
        Chain(exception)
            .Any(e =>
                e is TimeoutException or System.Net.Sockets.SocketException or IOException
                || (
                    e is InvalidOperationException
                    && e.TargetSite?.DeclaringType?.Assembly == typeof(SqlConnection).Assembly
                    && e.Message.Contains("pool", StringComparison.OrdinalIgnoreCase)
                )
                || (
                    e is SqlException sql
                    && (
                        sql.IsTransient
                        || sql.Class >= 20
                        || sql.Number
                            is -2
                                or 53
                                or 233
                                or 1205
                                or 4060
                                or 911
                                or 6005
                                or 17142
                                or 10053
                                or 10054
                                or 10060
                                or 10061
                                or 40197
                                or 40501
                                or 40613
                                or 49918
                                or 49919
                                or 49920
                    )
                )
            );

    // A cancelled command ends with error 0 ("Operation cancelled by user"), sometimes with a severe error, rarely with the framework's own
    // exception.
    public bool IsCancellation(Exception exception, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
        && Chain(exception).Any(e => e is OperationCanceledException || (e is SqlException && !IsUniqueViolation(e)));

    public bool IsUniqueViolation(Exception exception) => Chain(exception).Any(e => e is SqlException { Number: 2601 or 2627 });

    public bool IsDeadlock(Exception exception) => Chain(exception).Any(e => e is SqlException { Number: 1205 or 51205 });

    // SQL Server's columns store every UTF-16 unit.
    public bool IsUnstorableText(Exception exception) => false;

    private static IEnumerable<Exception> Chain(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
            yield return exception;
    }
}
