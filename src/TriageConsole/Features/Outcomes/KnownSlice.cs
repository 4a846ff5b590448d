using TriageConsole.Data.Rollups;

namespace TriageConsole.Features.Outcomes;

/// <summary>A slice and the times of its first and last rollup.</summary>
internal sealed record KnownSlice(Slice Slice, DateTimeOffset? First, DateTimeOffset? Last);
