using TriageConsole.Core.Agreement;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>A labeler on one question: compared with the other labelers, with the consensus and with golden answers.</summary>
public sealed record LabelerStanding(LabelerName Labeler, long Pairs, long Agreed, LabelerTrust? Consensus, LabelerTrust? Gold)
{
    /// <summary>Suggested answers of all questions, in the current labels.</summary>
    public long Suggested { get; init; }

    /// <summary>Those that were submitted unchanged.</summary>
    public long SuggestionsAccepted { get; init; }

    public double? AgreedShare => Pairs > 0 ? (double)Agreed / Pairs : null;
}
