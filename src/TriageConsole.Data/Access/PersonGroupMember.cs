namespace TriageConsole.Data.Access;

/// <summary>A person in a group.</summary>
public sealed class PersonGroupMember
{
    public long GroupId { get; set; }

    public PersonGroup? Group { get; set; }

    public long UserId { get; set; }

    public AppUser? User { get; set; }

    public DateTimeOffset AddedAt { get; set; }
}
