using TriageConsole.Data.Rollups;

namespace TriageConsole.Features.DataHealth;

/// <summary>How much of a slice there is, and until when.</summary>
internal sealed record SliceTotal(Slice Slice, long Events, DateTimeOffset Last);
