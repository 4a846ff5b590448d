using TriageConsole.Core.Rubrics;

namespace TriageConsole.Features.Rubrics;

/// <summary>
/// What the form of a rubric holds while somebody fills it in: answers, what is wrong with them, what is said above them.
/// </summary>
/// <param name="rubric">The questions asked.</param>
/// <param name="interactionId">Makes the names of the fields unique where several forms stand on a page.</param>
/// <param name="answerText">The text that is judged: spans and corrections refer to it.</param>
/// <param name="answers">What was answered so far.</param>
public class AnswerSheet(RubricDefinition rubric, long interactionId, string answerText, IReadOnlyDictionary<string, string> answers)
{
    public RubricDefinition Rubric => rubric;

    public long InteractionId => interactionId;

    public string AnswerText => answerText;

    public Dictionary<string, string> Answers { get; } = new(answers);

    public Dictionary<string, string> Problems { get; } = [];

    /// <summary>Said above the form: the lease is gone, a submit was refused.</summary>
    public string? Notice { get; private set; }

    public bool Flagged { get; protected set; }

    /// <summary>Has answers that no draft holds yet.</summary>
    public bool Unsaved { get; set; }

    /// <summary>The form is to be drawn again for something that did not happen in it.</summary>
    public event Action? Redraw;

    /// <summary>The marked parts changed; the answer's text is drawn again.</summary>
    public event Action? MarksChanged;

    /// <summary>Which of two answers stands left: the same each time the item is shown, and not always this one.</summary>
    public bool ThisIsFirst => (interactionId * 2654435761L >> 7) % 2 == 0;

    public IReadOnlyList<string> Shown => AnswerValidation.ShownCriteria(Rubric, Answers);

    /// <summary>Nothing is left to answer: Enter turns the page without asking the server.</summary>
    public bool Ready => Valid().Ok;

    public void Set(string criterion, string? value)
    {
        if (string.IsNullOrEmpty(value))
            Answers.Remove(criterion);
        else
            Answers[criterion] = value;
        Problems.Remove(criterion);
        Unsaved = true;
        if (Rubric.Find(criterion)?.Kind == CriterionKind.Spans)
            MarksChanged?.Invoke();
    }

    public void Say(string? notice)
    {
        Notice = notice;
        Redraw?.Invoke();
    }

    public void MarkFlagged()
    {
        Flagged = true;
        Redraw?.Invoke();
    }

    public ValidatedAnswers Check()
    {
        var valid = Valid();
        Problems.Clear();
        foreach (var problem in valid.Problems)
            Problems.TryAdd(problem.Field, problem.Message);
        if (!valid.Ok)
            Redraw?.Invoke();
        return valid;
    }

    private ValidatedAnswers Valid() => AnswerValidation.Validate(Rubric, Answers, answerText);
}
