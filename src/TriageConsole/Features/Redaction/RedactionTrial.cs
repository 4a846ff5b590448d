namespace TriageConsole.Features.Redaction;

/// <summary>A sample text as it would be stored, with the names of the kinds that were found.</summary>
public sealed record RedactionTrial(string Text, IReadOnlyCollection<string> Kinds);
