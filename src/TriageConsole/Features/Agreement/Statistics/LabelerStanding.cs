using TriageConsole.Core.Agreement;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>A labeler on one question: compared with the other labelers, with the consensus and with golden answers.</summary>
public sealed record LabelerStanding(LabelerName Labeler, long Pairs, long Agreed, LabelerTrust? Consensus, LabelerTrust? Gold)
{
    public double? AgreedShare => Pairs > 0 ? (double)Agreed / Pairs : null;
}
