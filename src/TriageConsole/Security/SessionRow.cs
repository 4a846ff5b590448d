namespace TriageConsole.Security;

/// <summary>An open session as its owner sees it.</summary>
public sealed record SessionRow(Guid Id, string Browser, DateTimeOffset CreatedAt, DateTimeOffset? LastSeenAt);
