namespace TriageConsole.Features.Rubrics;

/// <summary>
/// The progress of the bridging sample of a version, and the agreement of its answers with those under the previous version.
/// </summary>
public sealed record BridgeProgress(int FromNumber, int Done, int Items, IReadOnlyList<BridgeAgreement> Criteria);
