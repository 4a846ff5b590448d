namespace TriageConsole.Core.Evaluation;

/// <summary>One output with its input and its expected answers.</summary>
/// <param name="Input">The input; null if the event had none.</param>
/// <param name="Output">The output.</param>
/// <param name="ExpectedOutput">The expected output; null if a person has written none.</param>
/// <param name="ExpectedAnswers">Expected answers to the rubric by criterion; empty if there are none.</param>
/// <param name="Documents">The retrieved documents.</param>
/// <param name="At">Event time. The age of documents is measured at this time.</param>
public sealed record EvalCase(
    string? Input,
    string Output,
    string? ExpectedOutput,
    IReadOnlyDictionary<string, string> ExpectedAnswers,
    IReadOnlyList<EvalDocument> Documents,
    DateTimeOffset At
);

/// <summary>A retrieved document, as far as the event contains it.</summary>
/// <param name="Id">The id that citations use.</param>
/// <param name="Text">The text; null if only the id is known.</param>
/// <param name="ChangedAt">Time of the last change; null if unknown.</param>
public sealed record EvalDocument(string Id, string? Text = null, DateTimeOffset? ChangedAt = null);

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

/// <summary>A verdict with its evidence.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Score">0..1, more is better; null for a yes/no check and if there is no verdict.</param>
/// <param name="Evidence">One or two sentences for display; can quote the output.</param>
public sealed record EvalReading(EvalVerdict Verdict, double? Score, string Evidence)
{
    internal static EvalReading Of(bool pass, string evidence, double? score = null) =>
        new(pass ? EvalVerdict.Pass : EvalVerdict.Fail, score, evidence);

    internal static EvalReading Missing(string what) => new(EvalVerdict.NotApplicable, null, what);

    internal static EvalReading Failed(string why) => new(EvalVerdict.Error, null, why);
}
