using TriageConsole.Data.Patterns;

namespace TriageConsole.Features.DataHealth;

/// <summary>Something noticed about a workflow's data in one look, not yet written.</summary>
internal sealed record Noticed(FindingKind Kind, string Subject, FindingLevel Level, string Explanation, DateTimeOffset? Since = null);
