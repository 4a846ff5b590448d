using TriageConsole.Data.Triage;

namespace TriageConsole.Features.Triage;

public sealed record QueueFilter(QueueSource? Source = null, string? Segment = null);
