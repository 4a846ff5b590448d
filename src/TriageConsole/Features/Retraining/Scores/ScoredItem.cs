namespace TriageConsole.Features.Retraining.Scores;

/// <summary>A training row with the score of a candidate.</summary>
/// <param name="Key">The key of the row.</param>
/// <param name="Output">The output that was scored; null if none could be generated.</param>
/// <param name="Score">The mean score of the evaluators, 0 to 1; 0 without an output.</param>
/// <param name="Pass">Whether the evaluators that count passed; null if they decided nothing.</param>
/// <param name="Feedback">What evaluators found, and what experts wrote about the row.</param>
public sealed record ScoredItem(string Key, string? Output, double Score, bool? Pass, IReadOnlyList<string> Feedback);
