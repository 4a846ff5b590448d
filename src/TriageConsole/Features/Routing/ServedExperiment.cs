using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Routing;

/// <summary>The running experiment of a workflow.</summary>
internal sealed record ServedExperiment(long Id, ExperimentKind Kind, IReadOnlyList<ServedArm> Arms);
