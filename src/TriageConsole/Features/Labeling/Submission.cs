namespace TriageConsole.Features.Labeling;

/// <summary>The answers for an item. The key identifies one submit and stays the same over retries.</summary>
public sealed record Submission(Guid IdempotencyKey, IReadOnlyDictionary<string, string> Answers, int TimeOnTaskMs, string? Comment = null);
