using TriageConsole.Data.Rollups;

namespace TriageConsole.Features.DataHealth;

/// <summary>The number of events of a slice, and the time of its last one.</summary>
internal sealed record SliceTotal(Slice Slice, long Events, DateTimeOffset Last);
