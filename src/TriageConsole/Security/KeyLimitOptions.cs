using System.ComponentModel.DataAnnotations;

namespace TriageConsole.Security;

/// <summary>Limits of the requests that one API key sends; section <c>Ingest</c> of the configuration.</summary>
public sealed class KeyLimitOptions
{
    /// <summary>
    /// Requests per second with one key, on average, unless the key has its own setting. Each instance counts alone. Default 200.
    /// </summary>
    [Range(0.01, 100_000)]
    public double KeyRequestsPerSecond { get; set; } = 200;

    /// <summary>Requests that a key can send at once after a pause, unless the key has its own setting. Default 2,000.</summary>
    [Range(1, 1_000_000)]
    public int KeyBurst { get; set; } = 2000;

    /// <summary>
    /// Maximum number of requests per minute with one browser key from one address, because everybody can read such a key. Default 120.
    /// </summary>
    [Range(1, 1_000_000)]
    public int BrowserRequestsPerMinute { get; set; } = 120;
}
