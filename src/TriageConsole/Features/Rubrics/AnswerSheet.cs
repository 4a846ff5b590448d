using TriageConsole.Core.Rubrics;

namespace TriageConsole.Features.Rubrics;

/// <summary>The state of a rubric form: the answers, their problems and the notice above the form.</summary>
/// <param name="rubric">The rubric of the form.</param>
/// <param name="interactionId">Makes field names unique if a page has several forms.</param>
/// <param name="answerText">The response to judge, which text spans and corrections refer to.</param>
/// <param name="answers">The answers so far. Those to questions that the rubric does not ask are left out: the form could not show them,
/// and a submit refuses them.</param>
public class AnswerSheet(RubricDefinition rubric, long interactionId, string answerText, IReadOnlyDictionary<string, string> answers)
{
    public RubricDefinition Rubric => rubric;

    public long InteractionId => interactionId;

    public string AnswerText => answerText;

    public Dictionary<string, string> Answers { get; } = new(answers.Where(a => rubric.Find(a.Key) is not null));

    /// <summary>The answers that the form suggests, by key.</summary>
    public IReadOnlyDictionary<string, SuggestedAnswer> Suggestions { get; protected init; } = new Dictionary<string, SuggestedAnswer>();

    public Dictionary<string, string> Problems { get; } = [];

    /// <summary>The text above the form, for example that the lease has ended or a submit was refused.</summary>
    public string? Notice { get; private set; }

    public bool Flagged { get; protected set; }

    /// <summary>There are answers that are not in a saved draft.</summary>
    public bool Unsaved { get; set; }

    /// <summary>Raised when the form must render because of a change outside it.</summary>
    public event Action? Redraw;

    /// <summary>Raised when the text spans changed and the response must render again.</summary>
    public event Action? MarksChanged;

    /// <summary>Whether this response is on the left of two. The order is random to avoid a position bias, and fixed per item.</summary>
    public bool ThisIsFirst => (interactionId * 2654435761L >> 7) % 2 == 0;

    public IReadOnlyList<string> Shown => AnswerValidation.ShownCriteria(Rubric, Answers);

    /// <summary>All required answers are there, so Enter can turn to the next item without a call to the server.</summary>
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

    public void SetFlag(bool isFlagged)
    {
        Flagged = isFlagged;
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
