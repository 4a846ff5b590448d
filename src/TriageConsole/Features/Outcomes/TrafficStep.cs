namespace TriageConsole.Features.Outcomes;

/// <summary>
/// One step of the traffic, whatever the outcome.
/// <list type="bullet">
/// <item>Negatives: Interactions with an explicit or implicit negative signal.</item>
/// <item>Errors: Interactions that ended in an error.</item>
/// <item>WithOutcome: Interactions whose outcome is measured, by whatever metric.</item>
/// <item>LatencyMean: Milliseconds.</item>
/// <item>TokensEach: Output tokens an interaction; null where none has any.</item>
/// <item>Costs: Mean cost of the interactions that name one, by currency.</item>
/// </list>
/// </summary>
public sealed record TrafficStep(
    DateTimeOffset Start,
    long Interactions,
    long Negatives,
    long Errors,
    long WithOutcome,
    double? LatencyMean,
    double? TokensEach,
    IReadOnlyDictionary<string, double> Costs
);
