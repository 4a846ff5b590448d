using TriageConsole.Core.Agreement;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>A labeler on one question: against the others, against the consensus of all, and against golden answers.</summary>
public sealed record LabelerStanding(LabelerName Labeler, long Pairs, long Agreed, LabelerTrust? Consensus, LabelerTrust? Gold)
{
    public double? AgreedShare => Pairs > 0 ? (double)Agreed / Pairs : null;
}
