namespace TriageConsole.Features.Redaction;

/// <summary>A pattern of a tenant: the name of its kind and a regular expression.</summary>
public sealed record PatternDefinition(string Name, string Expression);
