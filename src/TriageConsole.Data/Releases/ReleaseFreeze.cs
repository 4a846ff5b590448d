namespace TriageConsole.Data.Releases;

/// <summary>
/// A period in which the console starts, steps and promotes nothing by itself, and people only with a reason. Once between two moments, or
/// every week between two local times.
/// </summary>
public sealed class ReleaseFreeze
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    /// <summary>Null: all workflows of the tenant.</summary>
    public long? WorkflowId { get; set; }

    public required string Name { get; set; }

    /// <summary>The IANA id of the zone in which the times were entered.</summary>
    public required string TimeZone { get; set; }

    /// <summary>The start if it happens once.</summary>
    public DateTimeOffset? StartsAt { get; set; }

    public DateTimeOffset? EndsAt { get; set; }

    /// <summary>The start if it happens every week: local minutes since Monday 00:00.</summary>
    public int? StartMinute { get; set; }

    public int? EndMinute { get; set; }

    /// <summary>Null: an API key.</summary>
    public long? CreatedById { get; set; }

    public required string CreatedBy { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? RemovedAt { get; set; }

    public string? RemovedBy { get; set; }
}
