using TriageConsole.Components.Conversations;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Labels;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Features.Labeling;

/// <summary>A person at work on a workflow's queue; holds no database state and survives any restart.</summary>
public sealed record LabelingSession(
    long UserId,
    long LabelerId,
    long TenantId,
    long WorkflowId,
    string WorkflowName,
    PublishedRubric Rubric,
    TimeSpan Lease
);

/// <summary>What the labeler did today (UTC).</summary>
public sealed record DayProgress(int Labels, int Skips, long TimeOnTaskMs);

/// <summary>Slots nobody holds, slots others hold, and slots this labeler holds.</summary>
public sealed record QueueLeft(long Open, long HeldByOthers, long HeldByMe);

/// <summary>A retrieved document, as far as the event carried it.</summary>
public sealed record RetrievedDocument(string Id, string? Text);

/// <summary>A signal that does not give the answer away.</summary>
public sealed record ShownSignal(string Name, string Type, string? Value, DateTimeOffset? Timestamp);

/// <summary>
/// What a labeler sees of an interaction: nothing of model, version, deployment, release, other labels, verdicts or outcome. Unreadable:
/// what was stored of it defeats the reader; it can be skipped and flagged all the same.
/// </summary>
public sealed record BlindContent(
    string TraceId,
    DateTimeOffset Timestamp,
    string? Country,
    string? Segment,
    string? Input,
    string? Output,
    IReadOnlyList<Turn> Turns,
    IReadOnlyList<RetrievedDocument> Documents,
    IReadOnlyList<ShownSignal> Signals,
    string? ErrorKind,
    double? LatencyMs,
    int? OutputTokens,
    string? Alternative,
    bool IsUnreadable = false
)
{
    /// <summary>The text that spans and corrections refer to.</summary>
    public string Answer => JudgedText.Of(Output, Turns);
}

/// <summary>An item in a labeler's hands, with what was answered so far.</summary>
public sealed record LabelingItem(
    LeaseToken Lease,
    long InteractionId,
    string Reason,
    BlindContent Content,
    IReadOnlyDictionary<string, string> Draft,
    int ElapsedMs,
    bool Flagged
)
{
    public long AssignmentId => Lease.AssignmentId;
}

/// <summary>What a labeler sends for an item. The key is made once per press of Enter and stays the same over retries.</summary>
public sealed record Submission(Guid IdempotencyKey, IReadOnlyDictionary<string, string> Answers, int TimeOnTaskMs, string? Comment = null);

/// <summary>How a submit was stored.</summary>
public enum SubmitStatus
{
    Saved,
    SavedAsExtra,
    SavedAsRevision,
}

/// <summary>A stored submit.</summary>
public sealed record SavedSubmit(SubmitStatus Status, long? LabelId = null);
