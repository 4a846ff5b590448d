namespace TriageConsole.Features.Outcomes;

internal sealed record TrafficAnswer(
    DateTimeOffset Start,
    long Interactions,
    long Negatives,
    long Errors,
    long WithOutcome,
    double? LatencyMeanMs,
    double? OutputTokens,
    IReadOnlyDictionary<string, double> Cost
);
