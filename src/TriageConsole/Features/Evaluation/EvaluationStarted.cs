namespace TriageConsole.Features.Evaluation;

/// <summary>The id of the started run.</summary>
public sealed record EvaluationStarted(long Id, string Message, IReadOnlyList<string> Problems);
