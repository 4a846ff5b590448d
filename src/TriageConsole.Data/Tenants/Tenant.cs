namespace TriageConsole.Data.Tenants;

public sealed class Tenant
{
    public long Id { get; set; }

    /// <summary>The tenant_id in events. It never changes.</summary>
    public required string Key { get; set; }

    public required string Name { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>
    /// When adding the demo to this tenant started. The demo traffic is generated relative to this time. Null: not a demo tenant, or added
    /// before this column existed.
    /// </summary>
    public DateTimeOffset? DemoStartedAt { get; set; }

    /// <summary>Null while the demo is incomplete; the next start continues it.</summary>
    public DateTimeOffset? DemoFinishedAt { get; set; }

    /// <summary>When simulated traffic of a demo tenant was switched on. Null: it is off, as in all other tenants.</summary>
    public DateTimeOffset? SimulatedSince { get; set; }

    /// <summary>The maximum number of workflows that its events can create. Null: the configured limit.</summary>
    public int? MaxWorkflows { get; set; }

    /// <summary>The maximum number of rubric keys that its imported labels can create. Null: the configured limit.</summary>
    public int? MaxImportedRubrics { get; set; }
}
