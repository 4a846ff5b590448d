namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>One labeler against all others on the same interactions: of its pairs with another's answer, how many are the same.</summary>
public sealed record LabelerAgreement(LabelerName Labeler, long Pairs, long Agreed);
