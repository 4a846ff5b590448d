using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Datasets;

/// <summary>A dataset in the list.</summary>
public sealed record DatasetListRow(
    long Id,
    string Name,
    WorkflowRef Workflow,
    string Kind,
    int Versions,
    int Rows,
    DateTimeOffset BuiltAt,
    string BuiltBy,
    string Aliases
);
