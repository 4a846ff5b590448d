using TriageConsole.Data.Retraining;

namespace TriageConsole.Features.Retraining;

/// <summary>An entry of the log of a run.</summary>
public sealed record RunEventRow(long Id, DateTimeOffset At, RetrainingEventKind Kind, RetrainingState? State, string Text);
