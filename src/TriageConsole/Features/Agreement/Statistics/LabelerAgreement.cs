namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>One labeler compared with all others on the same interactions: number of pairs, and how many of them agree.</summary>
public sealed record LabelerAgreement(LabelerName Labeler, long Pairs, long Agreed);
