namespace TriageConsole.Data.Access;

/// <summary>
/// A role that a tenant offers to an account that is new to it. It grants no access. It is a separate table so that no access query can
/// include it by mistake. The person accepts it and turns it into a <see cref="RoleGrant"/>.
/// </summary>
public sealed class RoleOffer
{
    public long Id { get; set; }

    public long UserId { get; set; }

    public AppUser? User { get; set; }

    public Role Role { get; set; }

    /// <summary>Null: every tenant.</summary>
    public long? TenantId { get; set; }

    /// <summary>Null: every workflow of the tenant.</summary>
    public long? WorkflowId { get; set; }

    public DateTimeOffset OfferedAt { get; set; }

    /// <summary>The inviter's name at that time.</summary>
    public string OfferedBy { get; set; } = "";

    public long? OfferedById { get; set; }
}
