namespace TriageConsole.Features.Labeling.Flags;

/// <summary>An entry of the thread of a flag. Kind: reply, resolved, reopened, redacted.</summary>
public sealed record FlagMessageAnswer(string Kind, string Author, bool IsFromLabeler, string Text, DateTimeOffset CreatedAt);
