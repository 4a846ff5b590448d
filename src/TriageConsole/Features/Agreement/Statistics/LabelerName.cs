using TriageConsole.Data.Labeling;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>A labeler in agreement figures.</summary>
public sealed record LabelerName(long Id, string Key, string Name, LabelerKind Kind);
