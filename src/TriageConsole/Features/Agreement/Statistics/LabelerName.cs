using TriageConsole.Data.Labeling;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>Whoever labels, as agreement names them.</summary>
public sealed record LabelerName(long Id, string Key, string Name, LabelerKind Kind);
