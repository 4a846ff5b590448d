using TriageConsole.Data.Access;

namespace TriageConsole.Account.SingleSignOn;

/// <summary>A role that the members of a group of the provider get.</summary>
public sealed class GroupRole
{
    /// <summary>The group, as the claim names it.</summary>
    public string Group { get; set; } = "";

    public Role Role { get; set; }

    /// <summary>The key of the tenant. Empty: all tenants, for admins only.</summary>
    public string? Tenant { get; set; }

    /// <summary>The key of a workflow of the tenant. Empty: all of them.</summary>
    public string? Workflow { get; set; }
}
