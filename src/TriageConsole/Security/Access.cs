namespace TriageConsole.Security;

/// <summary>All tenants, or certain whole tenants and single workflows.</summary>
public sealed record AccessScope(bool Everywhere, long[] Tenants, long[] Workflows);
