namespace TriageConsole.Features.Labeling;

/// <summary>What a labeler sends for an item. The key is made once per press of Enter and stays the same over retries.</summary>
public sealed record Submission(Guid IdempotencyKey, IReadOnlyDictionary<string, string> Answers, int TimeOnTaskMs, string? Comment = null);
