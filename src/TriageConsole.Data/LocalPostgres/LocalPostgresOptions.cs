using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace TriageConsole.Data.LocalPostgres;

/// <summary>How the embedded cluster is kept.</summary>
public sealed record LocalPostgresOptions
{
    /// <summary>The folder of all data of this installation; the cluster stands in <c>postgres</c> below it.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Where initdb, pg_ctl and postgres are (TRIAGE_POSTGRES_BIN); null: looked for.</summary>
    public string? BinDirectory { get; init; }

    /// <summary>False only for tests: nothing is flushed to disk, a crash of the machine may cost the data.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>How long a start may take, recovery after a crash included.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);

    public ILogger Logger { get; init; } = NullLogger.Instance;
}

/// <summary>A fault of the embedded cluster that a person can mend; the message says how.</summary>
public sealed class LocalPostgresException(string message, Exception? inner = null) : Exception(message, inner);
