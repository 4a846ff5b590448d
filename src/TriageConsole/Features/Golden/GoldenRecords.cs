namespace TriageConsole.Features.Golden;

/// <summary>What is wrong with a golden item; an item may have several.</summary>
[Flags]
public enum GoldenTrouble
{
    None = 0,

    /// <summary>Its refresh date is past.</summary>
    Stale = 1,

    /// <summary>Recent labelers mostly say something else.</summary>
    Disputed = 2,

    /// <summary>It was shown as often as its leak budget allows.</summary>
    Leaked = 4,

    /// <summary>Its owner can no longer sign in or has no role here.</summary>
    OwnerLeft = 8,

    /// <summary>A question it answers means something else now.</summary>
    Outdated = 16,
}
