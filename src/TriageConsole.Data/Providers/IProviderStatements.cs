namespace TriageConsole.Data.Providers;

/// <summary>The statements that differ between the two servers. Each feature has its own file.</summary>
public partial interface IProviderStatements
{
    /// <summary>
    /// Whether an exception is the result of a cancellation by <paramref name="cancellationToken"/>. SQL Server's client throws its own
    /// exception types for it.
    /// </summary>
    bool IsCancellation(Exception exception, CancellationToken cancellationToken);

    /// <summary>
    /// Whether an exception means that the server is unreachable or a retry can succeed, and not that the statement is wrong.
    /// </summary>
    bool IsTransient(Exception exception);

    /// <summary>Whether the transaction was aborted in a deadlock, so that a retry can succeed.</summary>
    bool IsDeadlock(Exception exception);

    /// <summary>
    /// Whether an exception means that a text contains a character that the server cannot store, such as NUL. The sender can correct it.
    /// </summary>
    bool IsUnstorableText(Exception exception);

    /// <summary>Whether an exception is a violation of a unique index or primary key.</summary>
    bool IsUniqueViolation(Exception exception);
}
