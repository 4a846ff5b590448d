namespace TriageConsole.Features.Outcomes;

internal sealed record ChangeAnswer(DateTimeOffset At, double Before, double After, double P);
