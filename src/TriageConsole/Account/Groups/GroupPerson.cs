namespace TriageConsole.Account.Groups;

/// <summary>A member of a group.</summary>
public sealed record GroupPerson(long UserId, string Name, string Email, bool IsDisabled, DateTimeOffset AddedAt);
