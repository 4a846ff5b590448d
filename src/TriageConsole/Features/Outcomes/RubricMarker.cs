namespace TriageConsole.Features.Outcomes;

/// <summary>A rubric version that was published within the span.</summary>
public sealed record RubricMarker(int Number, DateTimeOffset At);
