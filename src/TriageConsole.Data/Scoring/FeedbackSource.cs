namespace TriageConsole.Data.Scoring;

/// <summary>An end user of a workflow who gives feedback, and their agreement with experts.</summary>
public sealed class FeedbackSource
{
    public long WorkflowId { get; set; }

    /// <summary>The pseudonym in events.</summary>
    public required string UserId { get; set; }

    public string? Role { get; set; }

    /// <summary>Event time of the first feedback.</summary>
    public DateTimeOffset FirstSeenAt { get; set; }

    /// <summary>Interactions on which feedback and experts agree.</summary>
    public int Agreed { get; set; }

    /// <summary>Interactions with feedback and experts' labels.</summary>
    public int Checks { get; set; }
}
