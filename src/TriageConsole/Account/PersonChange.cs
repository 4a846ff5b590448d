namespace TriageConsole.Account;

/// <summary>The result of a change: the person, and the token of a created link.</summary>
public sealed record PersonChange(long UserId, string? Token = null);
