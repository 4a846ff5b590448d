namespace TriageConsole.Features.Search;

/// <summary>A result with the page that it opens.</summary>
public sealed record SearchHit(SearchKind Kind, string Title, string Detail, string Link);
