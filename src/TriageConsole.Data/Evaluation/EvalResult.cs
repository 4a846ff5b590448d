namespace TriageConsole.Data.Evaluation;

/// <summary>The result of one evaluator for one output.</summary>
public sealed class EvalResult
{
    public long ItemId { get; set; }

    public EvalSide Side { get; set; }

    public required string Evaluator { get; set; }

    public EvalResultKind Kind { get; set; }

    /// <summary>0 to 1, higher is better. Null for pass/fail evaluators.</summary>
    public double? Score { get; set; }

    /// <summary>The explanation of the result.</summary>
    public string Evidence { get; set; } = "";
}
