namespace TriageConsole.Features.Outcomes;

public sealed record TrafficView(
    IReadOnlyList<TrafficStep> Steps,
    IReadOnlyList<LatencyDay> Latency,
    IReadOnlyList<string> Currencies,
    IReadOnlyList<SignalCount> Signals,
    IReadOnlyList<LevelChange> ErrorChanges
);
