namespace TriageConsole.Account;

/// <summary>A changed person. Token: of a link, where one was made.</summary>
public sealed record PersonChange(long UserId, string? Token = null);
