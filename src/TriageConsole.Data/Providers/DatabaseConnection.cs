namespace TriageConsole.Data.Providers;

/// <summary>Which server, and how to reach it.</summary>
public sealed record DatabaseConnection(DatabaseProvider Provider, string ConnectionString)
{
    /// <summary>
    /// Leases queue items with statements that every PostgreSQL-like engine understands, instead of PostgreSQL's own single one. SQL Server
    /// always does.
    /// </summary>
    public bool PortableClaim { get; init; }

    /// <summary>
    /// How many statements EF may send at once; null: as many as it likes. SQL Server only: engines without MERGE want 1.
    /// </summary>
    public int? MaxBatchSize { get; init; }
}
