namespace TriageConsole.Data.Access;

/// <summary>A role of a person on one workflow, on all workflows of a tenant, or on all tenants (admins only).</summary>
public sealed class RoleGrant
{
    public long Id { get; set; }

    public long UserId { get; set; }

    public AppUser? User { get; set; }

    public Role Role { get; set; }

    /// <summary>Null: every tenant.</summary>
    public long? TenantId { get; set; }

    /// <summary>Null: every workflow of the tenant.</summary>
    public long? WorkflowId { get; set; }

    /// <summary>The same role can come from a person and from a group; each removes only its own row.</summary>
    public GrantSource Source { get; set; }

    public DateTimeOffset GrantedAt { get; set; }

    /// <summary>The inviter's name at that time, or the group.</summary>
    public string GrantedBy { get; set; } = "";

    /// <summary>The id of the inviter. Null for the command line and for rows from before this column existed.</summary>
    public long? GrantedById { get; set; }

    /// <summary>When the person accepted the role as an offer of another tenant. Null if the role was granted directly.</summary>
    public DateTimeOffset? AcceptedAt { get; set; }
}
