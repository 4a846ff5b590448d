namespace TriageConsole.Data.Notices;

/// <summary>A notice on its way by one channel to one recipient: it succeeds or fails without the others.</summary>
public sealed class NoticeDelivery
{
    public long Id { get; set; }

    public long NoticeId { get; set; }

    public Notice? Notice { get; set; }

    public NoticeChannel Channel { get; set; }

    /// <summary>An e-mail address; empty for the webhook, whose address is in the configuration and may hold a secret.</summary>
    public string Recipient { get; set; } = "";

    public int Attempts { get; set; }

    /// <summary>Not before this time. Moved on before an attempt, so that two instances do not send it twice.</summary>
    public DateTimeOffset NextAttemptAt { get; set; }

    public DateTimeOffset? SentAt { get; set; }

    /// <summary>When the last allowed attempt failed.</summary>
    public DateTimeOffset? FailedAt { get; set; }

    /// <summary>Why the last attempt failed.</summary>
    public string? Reason { get; set; }
}
