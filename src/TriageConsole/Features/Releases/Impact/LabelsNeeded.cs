namespace TriageConsole.Features.Releases.Impact;

/// <summary>What a gate that waits for golden items still needs.</summary>
/// <param name="GoldenItems">Number of further golden items.</param>
/// <param name="Patterns">The current patterns that they should come from: those without golden items first, then by weekly impact.</param>
public sealed record LabelsNeeded(int GoldenItems, IReadOnlyList<NeededPattern> Patterns);
