namespace TriageConsole.Core.Retrieval;

/// <summary>How often a document was shown at a rank, clicked, cited, and one of both.</summary>
internal readonly record struct PositionTally(long Shown, long Clicked, long Cited, long Used);
