using TriageConsole.Core.Rubrics;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Features.Labeling;

/// <summary>An item on the screen or waiting, already rendered, behind it: its answers and how long it was looked at.</summary>
public sealed class Pane : AnswerSheet
{
    private DateTimeOffset? shownAt;
    private long elapsedMs;

    /// <summary>Takes up an item; where there is nothing to prefer, no preference is asked.</summary>
    public Pane(LabelingItem item, RubricDefinition rubric)
        : base(LabelingService.RubricFor(rubric, item.Content), item.InteractionId, item.Content.Answer, item.Draft)
    {
        Item = item;
        elapsedMs = item.ElapsedMs;
        Flagged = item.Flagged;
    }

    public LabelingItem Item { get; }

    /// <summary>The session it was opened in, with the rubric version it is answered by.</summary>
    public required LabelingSession Session { get; init; }

    /// <summary>One press of Enter, however often it is sent.</summary>
    public Guid IdempotencyKey { get; } = Guid.NewGuid();

    public void Show(DateTimeOffset now) => shownAt ??= now;

    public void Hide(DateTimeOffset now)
    {
        elapsedMs = Elapsed(now);
        shownAt = null;
    }

    public int Elapsed(DateTimeOffset now) =>
        (int)Math.Min(int.MaxValue, elapsedMs + (shownAt is { } since ? (long)(now - since).TotalMilliseconds : 0));
}
