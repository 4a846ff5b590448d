using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Plans;

/// <summary>
/// A canary in steps or a promotion, as the page showed its release. RowVersion: of the release. StartsAt: null starts a canary now. Steps:
/// as text; not used by a promotion. FreezeReason: why a canary starts now in spite of a freeze.
/// </summary>
public sealed record NewPlan(
    long ReleaseId,
    int RowVersion,
    PlanKind Kind,
    DateTimeOffset? StartsAt,
    string? Steps,
    string? FreezeReason = null
);
