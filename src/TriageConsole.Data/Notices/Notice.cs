namespace TriageConsole.Data.Notices;

/// <summary>A message to a person, shown in the app and sent by each configured channel.</summary>
public sealed class Notice
{
    public long Id { get; set; }

    public long UserId { get; set; }

    /// <summary>Identifies the subject: a person gets one notice per key.</summary>
    public required string Key { get; set; }

    public required string Text { get; set; }

    /// <summary>The linked page, relative to the root of the app.</summary>
    public required string Link { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? ReadAt { get; set; }

    public List<NoticeDelivery> Deliveries { get; set; } = [];
}
