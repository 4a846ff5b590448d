using System.Collections.Frozen;

namespace TriageConsole.Features.Routing;

/// <summary>What the database says at one moment: which version of the routes, and which workflow is the latest.</summary>
internal readonly record struct RoutingMark(long Version, long LastWorkflow);

/// <summary>Who serves what, of all tenants, at one moment. A workflow without a live release has no route.</summary>
internal sealed record RoutingSnapshot(RoutingMark Mark, FrozenDictionary<(long TenantId, string Workflow), WorkflowRoute?> Workflows);

/// <summary>The routes in memory. Swapped as a whole: a request sees all of a change or nothing of it.</summary>
internal sealed class RoutingTable
{
    private volatile RoutingSnapshot? current;

    /// <summary>Null until it was first read.</summary>
    public RoutingSnapshot? Current
    {
        get => current;
        set => current = value;
    }
}
