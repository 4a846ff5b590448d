namespace TriageConsole.Features.Retraining;

/// <summary>An entry of the log of a run.</summary>
/// <param name="Id">Its id, for the next request.</param>
/// <param name="At">When.</param>
/// <param name="Kind">state, output, note, warning or checkpoint.</param>
/// <param name="State">The state after a change of the state.</param>
/// <param name="Text">The entry.</param>
public sealed record RunEventAnswer(long Id, DateTimeOffset At, string Kind, string? State, string Text);
