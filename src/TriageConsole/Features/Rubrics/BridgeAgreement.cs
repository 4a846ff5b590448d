namespace TriageConsole.Features.Rubrics;

/// <summary>Of the pairs of labels under the two rubric versions, the number with the same answer.</summary>
public sealed record BridgeAgreement(string Criterion, int Same, int Pairs);
