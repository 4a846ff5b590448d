namespace TriageConsole.Security;

/// <summary>A new API key. <paramref name="Key"/> is shown only once.</summary>
public sealed record CreatedApiKey(long Id, string Key);
