namespace TriageConsole.Features.Ingest;

/// <summary>The settings of the workflows of a batch, read once.</summary>
internal sealed class IngestWorkflows(IReadOnlyCollection<IngestWorkflow> workflows)
{
    public IReadOnlyDictionary<long, IngestWorkflow> ById { get; } = workflows.ToDictionary(w => w.Id);

    public IReadOnlyDictionary<string, IngestWorkflow> ByKey { get; } = workflows.ToDictionary(w => w.Key);
}
