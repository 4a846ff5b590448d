namespace TriageConsole.Core.Retrieval;

/// <summary>A document that was retrieved for an answer.</summary>
/// <param name="Id">The id by which citations and clicks name it.</param>
/// <param name="Position">Its rank, from 1.</param>
/// <param name="Source">Where it comes from, such as the name of a collection; null if the event does not say.</param>
/// <param name="ChangedAt">Time of its last change; null if the event does not say.</param>
public sealed record RankedDocument(string Id, int Position, string? Source = null, DateTimeOffset? ChangedAt = null);
