namespace TriageConsole.Features.Rubrics;

/// <summary>Of the pairs of labels before and after the change, how many give the same answer.</summary>
public sealed record BridgeAgreement(string Criterion, int Same, int Pairs);
