using TriageConsole.Core.Agreement;
using TriageConsole.Core.Rubrics;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>Names questions about one turn.</summary>
internal static class TurnQuestions
{
    /// <summary>
    /// The name of a question about one turn: <c>satisfaction@2</c>, for an option of a multiple choice <c>topics@2=billing</c>. The same
    /// as the key of the question for the whole interaction (turn 0).
    /// </summary>
    public static string KeyOf(string question, int turn)
    {
        var criterion = WorkflowQuestions.CriterionOf(question);
        var key = AnswerKey.Of(criterion, turn).ToString();
        return question.Length == criterion.Length ? key : ComparableAnswers.OptionKey(key, question[(criterion.Length + 1)..]);
    }
}
