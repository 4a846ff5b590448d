namespace TriageConsole.Features.Retraining.Scores;

/// <summary>A candidate to score on training rows.</summary>
/// <param name="Components">By name of a prompt: its candidate text. The console generates the outputs.</param>
/// <param name="Items">Keys of training rows; without it, those of <paramref name="Outputs"/>.</param>
/// <param name="Outputs">By key of a training row: an output that the executor generated itself.</param>
public sealed record ScoreBody(
    IReadOnlyDictionary<string, string>? Components,
    IReadOnlyList<string>? Items,
    IReadOnlyDictionary<string, string>? Outputs
);
