using TriageConsole.Data.Retraining;
using TriageConsole.Features.Datasets;

namespace TriageConsole.Features.Retraining.Runs;

/// <summary>A run with all that an executor needs to know about it.</summary>
/// <param name="Run">The run as read at the start of the step.</param>
/// <param name="Options">The executor.</param>
/// <param name="Workflow">The workflow.</param>
/// <param name="Pattern">The name of the pattern.</param>
/// <param name="Dataset">The version of the dataset.</param>
/// <param name="BaseRelease">The name of the release that is improved.</param>
/// <param name="Components">Its components of the kinds that the repair improves.</param>
internal sealed record RunContext(
    RetrainingRun Run,
    ExecutorOptions Options,
    DatasetWorkflow Workflow,
    string Pattern,
    RunDataset Dataset,
    string BaseRelease,
    IReadOnlyList<RunComponent> Components
);
