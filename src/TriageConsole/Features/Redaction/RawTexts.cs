namespace TriageConsole.Features.Redaction;

/// <summary>The texts of an interaction as they were sent.</summary>
public sealed record RawTexts(string? Input, string? Output, string? Messages, string? Context);
