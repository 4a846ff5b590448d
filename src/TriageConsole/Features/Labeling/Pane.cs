using TriageConsole.Core.Rubrics;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Features.Labeling;

/// <summary>An item on the screen, or rendered behind it, with its answers and the time it was shown.</summary>
public sealed class Pane : AnswerSheet
{
    private readonly Dictionary<string, string> started;
    private DateTimeOffset? shownAt;
    private long elapsedMs;

    /// <summary>Opens an item. Preference questions are removed if there is no second response.</summary>
    public Pane(LabelingItem item, RubricDefinition rubric)
        : base(LabelingService.RubricFor(rubric, item.Content), item.InteractionId, item.Content.Answer, Start(item))
    {
        Suggestions = item.Suggestions;
        Item = item;
        started = new Dictionary<string, string>(Answers);
        elapsedMs = item.ElapsedMs;
        Flagged = item.Flagged;
        if (item.Content.Messages.Count == 0 && rubric.Criteria.Any(c => c.Scope == CriterionScope.Turn))
            Say("This interaction has no stored messages, so the questions about messages are not asked.");
    }

    /// <summary>The draft. Without one, the suggestions.</summary>
    private static IReadOnlyDictionary<string, string> Start(LabelingItem item) =>
        item.Draft.Count > 0 ? item.Draft : item.Suggestions.ToDictionary(s => s.Key, s => s.Value.Value, StringComparer.Ordinal);

    public LabelingItem Item { get; }

    /// <summary>The session in which it was opened, with its rubric version.</summary>
    public required LabelingSession Session { get; init; }

    /// <summary>Identifies one submit over all its retries.</summary>
    public Guid IdempotencyKey { get; } = Guid.NewGuid();

    /// <summary>The labeler changed an answer. Suggestions and an earlier draft are there from the start.</summary>
    public bool IsBegun => Unsaved || Answers.Count != started.Count || Answers.Any(a => started.GetValueOrDefault(a.Key) != a.Value);

    public void Show(DateTimeOffset now) => shownAt ??= now;

    public void Hide(DateTimeOffset now)
    {
        elapsedMs = Elapsed(now);
        shownAt = null;
    }

    public int Elapsed(DateTimeOffset now) =>
        (int)Math.Min(int.MaxValue, elapsedMs + (shownAt is { } since ? (long)(now - since).TotalMilliseconds : 0));
}
