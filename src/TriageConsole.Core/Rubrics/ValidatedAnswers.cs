using TriageConsole.Core.Common;

namespace TriageConsole.Core.Rubrics;

/// <summary>Answers in normal form, in the order of the rubric, and the problems found.</summary>
public sealed record ValidatedAnswers(IReadOnlyList<Answer> Answers, IReadOnlyList<FieldProblem> Problems)
{
    /// <summary>Whether there are no problems.</summary>
    public bool Ok => Problems.Count == 0;
}
