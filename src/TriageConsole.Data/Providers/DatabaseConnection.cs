namespace TriageConsole.Data.Providers;

/// <summary>The kind of server and its connection string.</summary>
public sealed record DatabaseConnection(DatabaseProvider Provider, string ConnectionString)
{
    /// <summary>
    /// Leases queue items with portable statements instead of PostgreSQL's own single statement, for PostgreSQL-compatible engines. SQL
    /// Server always uses them.
    /// </summary>
    public bool PortableClaim { get; init; }

    /// <summary>
    /// Maximum number of statements in one batch of EF; null for no limit. SQL Server only: engines without MERGE need 1.
    /// </summary>
    public int? MaxBatchSize { get; init; }
}
