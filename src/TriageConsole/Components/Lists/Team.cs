namespace TriageConsole.Components.Lists;

/// <summary>A tenant that a person can share views with.</summary>
public sealed record Team(long TenantId, string Key);
