namespace TriageConsole.Features.Redaction;

/// <summary>The texts of a signal as they were sent.</summary>
/// <param name="Name">Name of the signal.</param>
/// <param name="Text">Its value, if it is a text.</param>
/// <param name="Comment">Its comment.</param>
public sealed record RawFeedbackTexts(string Name, string? Text, string? Comment);
