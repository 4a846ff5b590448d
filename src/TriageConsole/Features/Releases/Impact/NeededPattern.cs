namespace TriageConsole.Features.Releases.Impact;

/// <summary>A pattern that labels are needed of. Labeled, unlabeled and queued are counted among its latest failures.</summary>
/// <param name="Id">The pattern.</param>
/// <param name="Name">Its terms as text.</param>
/// <param name="GoldenItems">Golden items that match it.</param>
/// <param name="Labeled">Its interactions with an expert label that are no golden items yet: they only need a decision.</param>
/// <param name="Unlabeled">Its interactions without an expert label.</param>
/// <param name="Queued">Those of them with an open item in the queue.</param>
public sealed record NeededPattern(long Id, string Name, int GoldenItems, int Labeled, int Unlabeled, int Queued);
