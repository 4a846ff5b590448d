using TriageConsole.Components;

namespace TriageConsole.Features.Workflows;

/// <summary>A reference to a workflow for other features.</summary>
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
    /// <summary>
    /// Its part of a URL: <c>support.airline?tenant=acme</c>. The tenant is necessary because two tenants can have the same key.
    /// </summary>
    public string Address => Addresses.Segment(Key) + Addresses.Query(("tenant", TenantKey));

    /// <summary>The query of pages that filter by it: <c>?workflow=support.airline&amp;tenant=acme</c>.</summary>
    public string Query => Addresses.Query(("workflow", Key), ("tenant", TenantKey));
}
