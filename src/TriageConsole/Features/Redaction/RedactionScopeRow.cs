namespace TriageConsole.Features.Redaction;

/// <summary>A tenant or one of its workflows, for the choice of settings.</summary>
/// <param name="TenantId">The tenant.</param>
/// <param name="TenantKey">Its key.</param>
/// <param name="WorkflowId">The workflow; null for all workflows of the tenant.</param>
/// <param name="Name">Name of the workflow; empty for all.</param>
/// <param name="HasOwnSettings">Whether there are stored settings.</param>
public sealed record RedactionScopeRow(long TenantId, string TenantKey, long? WorkflowId, string Name, bool HasOwnSettings);
