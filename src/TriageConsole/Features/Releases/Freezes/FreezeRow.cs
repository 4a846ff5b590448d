namespace TriageConsole.Features.Releases.Freezes;

/// <summary>A freeze in a list. Times: in words with their zone. EndsAt: its end if it is active now.</summary>
public sealed record FreezeRow(long Id, string Name, bool IsOfTenant, string Times, string CreatedBy, DateTimeOffset? EndsAt);
