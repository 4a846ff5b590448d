namespace TriageConsole.Data.Scoring;

/// <summary>An end user of a workflow who gave feedback, and how far it agreed with experts.</summary>
public sealed class FeedbackSource
{
    public long WorkflowId { get; set; }

    /// <summary>The pseudonym events carry.</summary>
    public required string UserId { get; set; }

    public string? Role { get; set; }

    /// <summary>Event time of the first feedback.</summary>
    public DateTimeOffset FirstSeenAt { get; set; }

    /// <summary>Interactions on which experts said the same.</summary>
    public int Agreed { get; set; }

    /// <summary>Interactions on which experts said anything.</summary>
    public int Checks { get; set; }
}
