namespace TriageConsole.Features.Labels;

/// <summary>Where an imported label belongs.</summary>
internal sealed record ImportPlace(long InteractionId, long TenantId, long WorkflowId);
