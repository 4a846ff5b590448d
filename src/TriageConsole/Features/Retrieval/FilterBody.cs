namespace TriageConsole.Features.Retrieval;

/// <summary>The documents to leave out.</summary>
/// <param name="Documents">Ids of documents with a proposed filter; null for all of them.</param>
/// <param name="From">The first moment of the time of the figures, in ISO 8601; null for 28 days before the end.</param>
/// <param name="To">Its end; null for now.</param>
public sealed record FilterBody(IReadOnlyList<string>? Documents, string? From, string? To);
