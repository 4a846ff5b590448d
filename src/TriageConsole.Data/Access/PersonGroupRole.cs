namespace TriageConsole.Data.Access;

/// <summary>A role of all members of a group, on the same places as a <see cref="RoleGrant"/>.</summary>
public sealed class PersonGroupRole
{
    public long Id { get; set; }

    public long GroupId { get; set; }

    public PersonGroup? Group { get; set; }

    public Role Role { get; set; }

    /// <summary>Null: every tenant.</summary>
    public long? TenantId { get; set; }

    /// <summary>Null: every workflow of the tenant.</summary>
    public long? WorkflowId { get; set; }

    public DateTimeOffset AddedAt { get; set; }

    /// <summary>The name of the admin at that time.</summary>
    public string AddedBy { get; set; } = "";
}
