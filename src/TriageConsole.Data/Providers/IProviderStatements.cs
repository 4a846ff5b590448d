namespace TriageConsole.Data.Providers;

/// <summary>The few statements that the two servers must be told differently. Each feature's part stands in a file of its own.</summary>
public partial interface IProviderStatements
{
    /// <summary>
    /// Whether a fault is how the end asked for by <paramref name="cancellationToken"/> shows; SQL Server's client tells of it by a fault
    /// of its own kind.
    /// </summary>
    bool IsCancellation(Exception exception, CancellationToken cancellationToken);

    /// <summary>Whether a fault means that the server is away or asks for another try, not that the statement is wrong.</summary>
    bool IsTransient(Exception exception);

    /// <summary>Whether two transactions stood in each other's way and this one was given up: doing it again helps.</summary>
    bool IsDeadlock(Exception exception);

    /// <summary>
    /// Whether a fault means that a text holds a character that the server does not store: NUL, for one. Whoever sent it can correct it.
    /// </summary>
    bool IsUnstorableText(Exception exception);

    /// <summary>Whether a fault is the breach of a unique index or primary key.</summary>
    bool IsUniqueViolation(Exception exception);
}
