using TriageConsole.Data.Rollups;

namespace TriageConsole.Features.Outcomes;

/// <summary>A slice and when there was something in it.</summary>
internal sealed record KnownSlice(Slice Slice, DateTimeOffset? First, DateTimeOffset? Last);
