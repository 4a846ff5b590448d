namespace TriageConsole.Data.Rollups;

public enum BreakdownKind
{
    /// <summary>Interactions with a signal, by type and name.</summary>
    Signal = 0,

    /// <summary>Interactions by the bin of their suspicion score without the part of the outcome.</summary>
    Proxy = 1,

    /// <summary>Interactions by latency. Each bin is a quarter of a doubling wide.</summary>
    Latency = 2,
}
