namespace TriageConsole.Core.Evaluation;

/// <summary>A retrieved document, as far as the event contains it.</summary>
/// <param name="Id">The id that citations use.</param>
/// <param name="Text">The text; null if only the id is known.</param>
/// <param name="ChangedAt">Time of the last change; null if unknown.</param>
public sealed record EvalDocument(string Id, string? Text = null, DateTimeOffset? ChangedAt = null);
