namespace TriageConsole.Features.Releases.Impact;

/// <summary>What a gate that waits for labels still needs.</summary>
/// <param name="Gate">The name of the gate.</param>
/// <param name="What">golden_items: items that become golden. labels: interactions with an expert label, to calibrate a judge.</param>
/// <param name="Count">Their number.</param>
/// <param name="Judge">The judges that they are needed for; null for golden items.</param>
/// <param name="Patterns">The current patterns that they should come from: those without golden items first, then by weekly impact.</param>
public sealed record LabelsNeeded(string Gate, string What, int Count, string? Judge, IReadOnlyList<NeededPattern> Patterns)
{
    internal const string GoldenItems = "golden_items";
    internal const string Labels = "labels";
}
