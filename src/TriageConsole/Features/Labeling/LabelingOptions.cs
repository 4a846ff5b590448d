namespace TriageConsole.Features.Labeling;

/// <summary>Settings of labeling (section <c>Labeling</c>). The lease time and the labels per item are settings of the workflow.</summary>
public sealed class LabelingOptions
{
    public const string Section = "Labeling";

    /// <summary>Number of items that are leased and rendered ahead of the one on screen, 0..5.</summary>
    public int Prefetch { get; set; } = 2;

    /// <summary>
    /// Items are leased ahead only while the queue needs at least this number of labels, 1..1,000. A shorter queue is left to labelers who
    /// wait.
    /// </summary>
    public int PrefetchFrom { get; set; } = 5;

    /// <summary>Maximum number of undone items that a labeler can hold, 1..50.</summary>
    public int UndoDepth { get; set; } = 10;

    /// <summary>Interval at which ended leases return to the queue, in seconds, 1..300.</summary>
    public int ReapSeconds { get; set; } = 5;

    /// <summary>Pause in typing after which a draft is saved, in milliseconds, 100..10,000.</summary>
    public int DraftDelayMs { get; set; } = 800;

    /// <summary>Without a key or click for this time the page stops renewing its leases, in minutes, 1..240.</summary>
    public int IdleMinutes { get; set; } = 20;

    public bool IsValid() =>
        Prefetch is >= 0 and <= 5
        && PrefetchFrom is >= 1 and <= 1000
        && UndoDepth is >= 1 and <= 50
        && ReapSeconds is >= 1 and <= 300
        && DraftDelayMs is >= 100 and <= 10_000
        && IdleMinutes is >= 1 and <= 240;
}
