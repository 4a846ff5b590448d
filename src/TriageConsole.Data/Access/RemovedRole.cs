namespace TriageConsole.Data.Access;

/// <summary>A role that a person had. It keeps a person without roles on the lists of their admins.</summary>
public sealed class RemovedRole
{
    public long Id { get; set; }

    public long UserId { get; set; }

    public AppUser? User { get; set; }

    public Role Role { get; set; }

    /// <summary>Null: every tenant.</summary>
    public long? TenantId { get; set; }

    /// <summary>Null: every workflow of the tenant.</summary>
    public long? WorkflowId { get; set; }

    public DateTimeOffset RemovedAt { get; set; }

    /// <summary>The name of the admin at that time.</summary>
    public string RemovedBy { get; set; } = "";
}
