namespace TriageConsole.Features.Evaluation;

/// <summary>Where the run is found.</summary>
public sealed record EvaluationStarted(long Id, string Message, IReadOnlyList<string> Problems);
