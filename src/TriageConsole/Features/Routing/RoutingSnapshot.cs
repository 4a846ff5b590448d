using System.Collections.Frozen;

namespace TriageConsole.Features.Routing;

/// <summary>The routes of all tenants at one moment. A workflow without a live release has no route.</summary>
internal sealed record RoutingSnapshot(RoutingMark Mark, FrozenDictionary<(long TenantId, string Workflow), WorkflowRoute?> Workflows);
