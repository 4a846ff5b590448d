namespace TriageConsole.Features.Releases.Impact;

/// <summary>A pattern that golden items are needed of.</summary>
/// <param name="Id">The pattern.</param>
/// <param name="Name">Its terms as text.</param>
/// <param name="GoldenItems">Golden items that match it.</param>
/// <param name="Labeled">Its interactions with a label that are no golden items yet: they only need a decision.</param>
/// <param name="Unlabeled">Its interactions without a label.</param>
public sealed record NeededPattern(long Id, string Name, int GoldenItems, int Labeled, int Unlabeled);
