namespace TriageConsole.Features.Outcomes;

/// <summary>A version of the workflow's rubric published within the span.</summary>
public sealed record RubricMarker(int Number, DateTimeOffset At);
