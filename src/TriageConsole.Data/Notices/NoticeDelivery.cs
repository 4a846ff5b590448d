namespace TriageConsole.Data.Notices;

/// <summary>A delivery of a notice by one channel to one recipient. Deliveries succeed or fail independently.</summary>
public sealed class NoticeDelivery : Delivery
{
    public long NoticeId { get; set; }

    public Notice? Notice { get; set; }

    public NoticeChannel Channel { get; set; }

    /// <summary>
    /// An e-mail address. Empty for the webhook, because its URL is in the configuration and can contain a secret. For a chat, the hash of
    /// the notice's key.
    /// </summary>
    public string Recipient { get; set; } = "";
}
