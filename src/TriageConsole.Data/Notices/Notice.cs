namespace TriageConsole.Data.Notices;

/// <summary>Something a person is to know: shown in the app, and sent out by each channel that is configured.</summary>
public sealed class Notice
{
    public long Id { get; set; }

    public long UserId { get; set; }

    /// <summary>What it is about: the same is said once.</summary>
    public required string Key { get; set; }

    public required string Text { get; set; }

    /// <summary>The page it leads to, from the root of the app.</summary>
    public required string Link { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? ReadAt { get; set; }

    public List<NoticeDelivery> Deliveries { get; set; } = [];
}
