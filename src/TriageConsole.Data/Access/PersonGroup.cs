using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Access;

/// <summary>A group of people. Its members have its roles.</summary>
public sealed class PersonGroup : IVersioned
{
    public long Id { get; set; }

    public required string Name { get; set; }

    /// <summary>The name in upper case: two names that differ only in case are one on every database.</summary>
    public required string NormalizedName { get; set; }

    /// <summary>The id of the group at the identity provider.</summary>
    public string? ExternalId { get; set; }

    /// <summary>Whether the identity provider manages the name and the members.</summary>
    public bool IsProvisioned { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public int RowVersion { get; set; }

    public ICollection<PersonGroupMember> Members { get; } = [];

    public ICollection<PersonGroupRole> Roles { get; } = [];
}
