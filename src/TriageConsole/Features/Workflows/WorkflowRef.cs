using TriageConsole.Components;

namespace TriageConsole.Features.Workflows;

/// <summary>A workflow as other features name it.</summary>
public sealed record WorkflowRef(
    long Id,
    long TenantId,
    string TenantKey,
    string Key,
    string Name,
    bool Configured,
    long? ActiveRubricVersionId
)
{
    /// <summary>What an address says of it: <c>support.airline?tenant=acme</c>; the same key may stand in two tenants.</summary>
    public string Address => Addresses.Segment(Key) + Addresses.Query(("tenant", TenantKey));

    /// <summary>The same for pages that are narrowed to it: <c>?workflow=support.airline&amp;tenant=acme</c>.</summary>
    public string Query => Addresses.Query(("workflow", Key), ("tenant", TenantKey));
}
