using TriageConsole.Core.Rubrics;

namespace TriageConsole.Features.Labeling;

/// <summary>An item on the screen or waiting, already rendered, behind it: its answers and how long it was looked at.</summary>
public sealed class Pane
{
    private DateTimeOffset? shownAt;
    private long elapsedMs;

    public Pane(LabelingItem item, RubricDefinition rubric)
    {
        Item = item;
        Rubric = LabelingService.RubricFor(rubric, item.Content);
        Answers = new Dictionary<string, string>(item.Draft);
        elapsedMs = item.ElapsedMs;
        Flagged = item.Flagged;
    }

    public LabelingItem Item { get; }

    /// <summary>The session it was opened in, with the rubric version it is answered by; none in a preview.</summary>
    public LabelingSession? Session { get; init; }

    /// <summary>Without a preference where there is nothing to prefer.</summary>
    public RubricDefinition Rubric { get; }

    public Dictionary<string, string> Answers { get; }

    /// <summary>One press of Enter, however often it is sent.</summary>
    public Guid IdempotencyKey { get; } = Guid.NewGuid();

    public Dictionary<string, string> Problems { get; } = [];

    /// <summary>Said above the form: the lease is gone, a submit was refused.</summary>
    public string? Notice { get; private set; }

    public bool Flagged { get; private set; }

    /// <summary>Has answers that no draft holds yet.</summary>
    public bool Unsaved { get; set; }

    /// <summary>The form is to be drawn again for something that did not happen in it.</summary>
    public event Action? Redraw;

    /// <summary>The marked parts changed; the answer's text is drawn again.</summary>
    public event Action? MarksChanged;

    /// <summary>Which of two answers stands left: the same each time the item is shown, and not always this one.</summary>
    public bool ThisIsFirst => (Item.InteractionId * 2654435761L >> 7) % 2 == 0;

    public IReadOnlyList<string> Shown => AnswerValidation.ShownCriteria(Rubric, Answers);

    /// <summary>Nothing is left to answer: Enter turns the page without asking the server.</summary>
    public bool Ready => Valid().Ok;

    public void Set(string criterion, string? value)
    {
        if (string.IsNullOrEmpty(value)) Answers.Remove(criterion);
        else Answers[criterion] = value;
        Problems.Remove(criterion);
        Unsaved = true;
        if (Rubric.Find(criterion)?.Kind == CriterionKind.Spans) MarksChanged?.Invoke();
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
        foreach (var problem in valid.Problems) Problems.TryAdd(problem.Criterion, problem.Message);
        if (!valid.Ok) Redraw?.Invoke();
        return valid;
    }

    private ValidatedAnswers Valid() => AnswerValidation.Validate(Rubric, Answers, Item.Content.Answer.Length);

    public void Show(DateTimeOffset now) => shownAt ??= now;

    public void Hide(DateTimeOffset now)
    {
        elapsedMs = Elapsed(now);
        shownAt = null;
    }

    public int Elapsed(DateTimeOffset now) => (int)Math.Min(int.MaxValue, elapsedMs + (shownAt is { } since ? (long)(now - since).TotalMilliseconds : 0));
}
