using System.Net.Sockets;
using Npgsql;

namespace TriageConsole.Data.Providers.Postgres;

internal sealed partial class PostgresStatements : IProviderStatements, IDisposable
{
    private readonly NpgsqlDataSource source;
    private readonly PortableClaim portableClaim;
    private readonly DatabaseConnection connection;

    public PostgresStatements(DatabaseConnection connection)
    {
        this.connection = connection;
        source = NpgsqlDataSource.Create(connection.ConnectionString);
        portableClaim = new PortableClaim(
            async cancellationToken => await source.OpenConnectionAsync(cancellationToken),
            prepared: true,
            IsUniqueViolation
        );
    }

    /// <summary>Closes the pool. The container that created this object calls it.</summary>
    public void Dispose() => source.Dispose();

    public bool IsCancellation(Exception exception, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
        && Chain(exception).Any(e => e is OperationCanceledException or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled });

    public bool IsTransient(Exception exception) =>
        Chain(exception)
            .Any(e =>
                e is NpgsqlException { IsTransient: true } or SocketException or EndOfStreamException or TimeoutException
                || (
                    e is PostgresException { SqlState: { } state }
                    && (
                        state.StartsWith("57P", StringComparison.Ordinal)
                        || state.StartsWith("08", StringComparison.Ordinal)
                        || state is "40001" or "40P01"
                    )
                )
                || (e is NpgsqlException && e.InnerException is IOException or SocketException)
            );

    public bool IsUniqueViolation(Exception exception) =>
        Chain(exception).Any(e => e is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation });

    public bool IsDeadlock(Exception exception) =>
        Chain(exception)
            .Any(e => e is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure });

    public bool IsUnstorableText(Exception exception) =>
        Chain(exception)
            .Any(e =>
                e
                    is PostgresException
                        {
                            SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter
                        }
                        or System.Text.EncoderFallbackException
            );

    private static IEnumerable<Exception> Chain(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
            yield return exception;
    }
}
