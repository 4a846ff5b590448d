namespace TriageConsole.Features.Labels;

/// <summary>What the form suggested for a question.</summary>
/// <param name="Value">The suggested answer.</param>
/// <param name="Source">judge or label: whose answer it was.</param>
/// <param name="Accepted">Whether it was submitted unchanged.</param>
public sealed record ExportedSuggestion(string Value, string Source, bool Accepted);
