namespace TriageConsole.Features.Releases.Freezes;

/// <summary>A freeze. is_of_tenant: of all workflows. times: in words. active_until: its end if it is active now.</summary>
public sealed record FreezeAnswer(long Id, string Name, bool IsOfTenant, string Times, string CreatedBy, DateTimeOffset? ActiveUntil)
{
    internal static FreezeAnswer Of(FreezeRow row) => new(row.Id, row.Name, row.IsOfTenant, row.Times, row.CreatedBy, row.EndsAt);
}
