namespace TriageConsole.Features.Golden;

/// <summary>The problems of a golden item; it can have several.</summary>
[Flags]
public enum GoldenTrouble
{
    None = 0,

    /// <summary>The review date is in the past.</summary>
    Stale = 1,

    /// <summary>Most recent labelers answer differently.</summary>
    Disputed = 2,

    /// <summary>It was a hidden check as often as its leak budget allows.</summary>
    Leaked = 4,

    /// <summary>Its owner cannot sign in any more or has no role in the workflow.</summary>
    OwnerLeft = 8,

    /// <summary>The meaning of one of its questions has changed.</summary>
    Outdated = 16,
}
