using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Gates;

/// <summary>The inputs of a search. Before, Since: the versions that count before the boundary and from it on.</summary>
internal sealed record SharedUnitSearch(
    long TenantId,
    long WorkflowId,
    long? ExperimentId,
    long? MonitorId,
    ArmOverlap Mark,
    DateTimeOffset From,
    DateTimeOffset Boundary,
    DateTimeOffset To,
    string[] Before,
    string[] Since
)
{
    /// <summary>Interactions that count for one of the sides.</summary>
    public IQueryable<Interaction> Served(TriageDbContext db) =>
        db.Interactions.Where(i =>
            i.WorkflowId == WorkflowId
            && !i.Shadow
            && i.TimeIsReal
            && i.Timestamp >= From
            && i.Timestamp < To
            && (
                (i.Timestamp >= Boundary && Since.Contains(ReleaseName.Of(i.Release, i.ModelId, i.ModelVersion)))
                || (i.Timestamp < Boundary && Before.Contains(ReleaseName.Of(i.Release, i.ModelId, i.ModelVersion)))
            )
        );

    public IQueryable<ArmComparison> Row(TriageDbContext db) =>
        db.ArmComparisons.Where(c => c.WorkflowId == WorkflowId && c.ExperimentId == ExperimentId && c.MonitorId == MonitorId);
}
