namespace TriageConsole.Data.Notices;

/// <summary>A delivery of a notice by one channel to one recipient. Deliveries succeed or fail independently.</summary>
public sealed class NoticeDelivery
{
    public long Id { get; set; }

    public long NoticeId { get; set; }

    public Notice? Notice { get; set; }

    public NoticeChannel Channel { get; set; }

    /// <summary>
    /// An e-mail address. Empty for the webhook, because its URL is in the configuration and can contain a secret. For a chat, the hash of
    /// the notice's key.
    /// </summary>
    public string Recipient { get; set; } = "";

    public int Attempts { get; set; }

    /// <summary>
    /// The earliest time of the next attempt. It is increased before an attempt, so that two instances do not send the same delivery.
    /// </summary>
    public DateTimeOffset NextAttemptAt { get; set; }

    public DateTimeOffset? SentAt { get; set; }

    /// <summary>When the last allowed attempt failed.</summary>
    public DateTimeOffset? FailedAt { get; set; }

    /// <summary>The reason why the last attempt failed.</summary>
    public string? Reason { get; set; }
}
