using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Datasets;

/// <summary>A dataset with its versions, the latest first.</summary>
public sealed record DatasetDetail(
    long Id,
    string Name,
    WorkflowRef Workflow,
    string Policy,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    IReadOnlyList<DatasetVersionRow> Versions
);
