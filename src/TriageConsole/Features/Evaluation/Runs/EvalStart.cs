namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>A started run. Problems: lines of the file that were left out.</summary>
public sealed record EvalStart(long RunId, IReadOnlyList<string> Problems);
