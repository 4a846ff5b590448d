namespace TriageConsole.Data.Notices;

/// <summary>What all deliveries to one recipient have: their attempts and their end. Each kind has its own table.</summary>
public abstract class Delivery
{
    public long Id { get; set; }

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
