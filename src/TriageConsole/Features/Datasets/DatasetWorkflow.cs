namespace TriageConsole.Features.Datasets;

/// <summary>The workflow of a dataset.</summary>
internal sealed record DatasetWorkflow(long Id, long TenantId, string TenantKey, string Key);
