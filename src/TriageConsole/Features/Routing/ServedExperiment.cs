using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Routing;

/// <summary>What runs beside the live release.</summary>
internal sealed record ServedExperiment(long Id, ExperimentKind Kind, IReadOnlyList<ServedArm> Arms);
