namespace TriageConsole.Core.Evaluation;

/// <summary>One output, with what it answers and what is known about the right answer.</summary>
/// <param name="Input">What was asked; null where the event carried none.</param>
/// <param name="Output">What was answered.</param>
/// <param name="ExpectedOutput">The output as it should be, where somebody wrote it.</param>
/// <param name="ExpectedAnswers">Criterion → expected answer to the rubric; empty where nothing is expected.</param>
/// <param name="Documents">What was retrieved for it.</param>
/// <param name="At">Event time, against which the age of documents is measured.</param>
public sealed record EvalCase(
    string? Input,
    string Output,
    string? ExpectedOutput,
    IReadOnlyDictionary<string, string> ExpectedAnswers,
    IReadOnlyList<EvalDocument> Documents,
    DateTimeOffset At
);

/// <summary>A retrieved document, as far as the event carried it.</summary>
/// <param name="Id">What citations name it by.</param>
/// <param name="Text">Its text; null where only the id is known.</param>
/// <param name="ChangedAt">When it was last changed; null where nobody said.</param>
public sealed record EvalDocument(string Id, string? Text = null, DateTimeOffset? ChangedAt = null);

/// <summary>What an evaluator says of an output.</summary>
public enum EvalVerdict
{
    /// <summary>What it needs is not there: never a pass.</summary>
    NotApplicable = 0,

    /// <summary>The output does what is asked.</summary>
    Pass = 1,

    /// <summary>It does not.</summary>
    Fail = 2,

    /// <summary>The evaluator itself failed: never a pass either.</summary>
    Error = 3,
}

/// <summary>A verdict with what it rests on.</summary>
/// <param name="Verdict">What it comes to.</param>
/// <param name="Score">0..1, more is better; null where it is only yes or no, and where there is no verdict.</param>
/// <param name="Evidence">One or two sentences for a person; may quote the output.</param>
public sealed record EvalReading(EvalVerdict Verdict, double? Score, string Evidence)
{
    internal static EvalReading Of(bool pass, string evidence, double? score = null) =>
        new(pass ? EvalVerdict.Pass : EvalVerdict.Fail, score, evidence);

    internal static EvalReading Missing(string what) => new(EvalVerdict.NotApplicable, null, what);

    internal static EvalReading Failed(string why) => new(EvalVerdict.Error, null, why);
}
