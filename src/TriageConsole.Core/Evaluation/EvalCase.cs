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
