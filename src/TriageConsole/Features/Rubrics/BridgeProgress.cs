namespace TriageConsole.Features.Rubrics;

/// <summary>How far the bridging sample of a version is, and how often its answers agree with those of the version before.</summary>
public sealed record BridgeProgress(int FromNumber, int Done, int Items, IReadOnlyList<BridgeAgreement> Criteria);
