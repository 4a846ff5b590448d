namespace TriageConsole.Data.Evaluation;

public enum EvalItemState
{
    /// <summary>The output is not generated yet.</summary>
    Waiting = 0,

    /// <summary>The output exists and is not scored yet.</summary>
    Answered = 1,

    Scored = 2,

    /// <summary>There is no output; the error has the reason.</summary>
    Failed = 3,
}
