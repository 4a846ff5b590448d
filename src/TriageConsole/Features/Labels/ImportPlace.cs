namespace TriageConsole.Features.Labels;

/// <summary>The interaction, tenant and workflow of an imported label.</summary>
internal sealed record ImportPlace(long InteractionId, long TenantId, long WorkflowId);
