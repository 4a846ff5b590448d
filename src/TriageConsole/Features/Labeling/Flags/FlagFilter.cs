using TriageConsole.Data.Labeling;

namespace TriageConsole.Features.Labeling.Flags;

/// <summary>Which flags of a workflow are listed. Reason: the exact text of a skip reason or note.</summary>
public sealed record FlagFilter(FlagState State = FlagState.Open, FlagKind? Kind = null, long? LabelerId = null, string? Reason = null)
{
    /// <summary>Only flags, without the reasons of skips.</summary>
    public bool WithoutSkips { get; init; }

    /// <summary>Only what was there at that time.</summary>
    public DateTimeOffset? Until { get; init; }
}
