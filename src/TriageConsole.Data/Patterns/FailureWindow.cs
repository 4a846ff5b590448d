namespace TriageConsole.Data.Patterns;

/// <summary>Five minutes of event time of a workflow, as of the last time the window was closed.</summary>
public sealed class FailureWindow
{
    public long WorkflowId { get; set; }

    public long TenantId { get; set; }

    public DateTimeOffset Start { get; set; }

    /// <summary>
    /// Incremented by each batch with events. Differs from <see cref="ClosedChanges"/> while the window needs to be closed (again).
    /// </summary>
    public int Changes { get; set; }

    public int ClosedChanges { get; set; }

    /// <summary>Whether the window needs to be closed (again), because the two counts above differ.</summary>
    public bool IsOpen { get; set; }

    /// <summary>When events last arrived.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Late events reopen the window for up to an hour after this time.</summary>
    public DateTimeOffset? FirstClosedAt { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    public long Events { get; set; }

    public long ExplicitNegatives { get; set; }

    public long ImplicitNegatives { get; set; }

    public long Negatives { get; set; }

    public long Errors { get; set; }

    public long NeedsReview { get; set; }

    public WindowSeverity Severity { get; set; }

    /// <summary>JSON array of concentrations of failures: terms, failures, share.</summary>
    public string Patterns { get; set; } = "[]";

    /// <summary>The suggested action as a sentence.</summary>
    public string Action { get; set; } = "";
}
