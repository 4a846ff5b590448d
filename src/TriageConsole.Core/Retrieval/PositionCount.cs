namespace TriageConsole.Core.Retrieval;

/// <summary>How often a document was shown at a rank, and chosen there.</summary>
/// <param name="Document">Index of the document, from 0.</param>
/// <param name="Position">The rank, from 1.</param>
/// <param name="Shown">Number of answers; above 0.</param>
/// <param name="Chosen">Number of those in which it was clicked (or cited); at most <paramref name="Shown"/>.</param>
public readonly record struct PositionCount(int Document, int Position, long Shown, long Chosen);
