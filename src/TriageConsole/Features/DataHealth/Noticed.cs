using TriageConsole.Data.Patterns;

namespace TriageConsole.Features.DataHealth;

/// <summary>A new finding of one check, not stored yet.</summary>
internal sealed record Noticed(FindingKind Kind, string Subject, FindingLevel Level, string Explanation, DateTimeOffset? Since = null);
