namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>A filter for the items of a run.</summary>
public enum EvalShow
{
    All = 0,
    Regressions = 1,
    Improvements = 2,
    Failed = 3,
}
