using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace TriageConsole.Data.LocalPostgres;

/// <summary>Options of the embedded cluster.</summary>
public sealed record LocalPostgresOptions
{
    /// <summary>The folder of all data of this installation. The cluster is in its subfolder <c>postgres</c>.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The folder of initdb, pg_ctl and postgres (TRIAGE_POSTGRES_BIN). Null: search the usual folders.</summary>
    public string? BinDirectory { get; init; }

    /// <summary>False only for tests: data are not flushed to disk and can be lost in a system crash.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>The timeout of a start, including crash recovery.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);

    public ILogger Logger { get; init; } = NullLogger.Instance;
}
