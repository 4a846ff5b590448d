namespace TriageConsole.Client;

/// <summary>The answer to a request.</summary>
/// <param name="Verdict">What it means for the events.</param>
/// <param name="Failure">The failure in words; null if there is none.</param>
/// <param name="RetryAfter">When the server wants the events again.</param>
internal readonly record struct PostAnswer(PostVerdict Verdict, string? Failure = null, TimeSpan? RetryAfter = null);
