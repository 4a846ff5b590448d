namespace TriageConsole.Core.Evaluation;

/// <summary>The verdict of an evaluator on an output.</summary>
public enum EvalVerdict
{
    /// <summary>A required input is missing. This is not a pass.</summary>
    NotApplicable = 0,

    /// <summary>The output satisfies the check.</summary>
    Pass = 1,

    /// <summary>The output does not satisfy the check.</summary>
    Fail = 2,

    /// <summary>The evaluator itself failed. This is not a pass.</summary>
    Error = 3,
}
