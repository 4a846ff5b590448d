namespace TriageConsole.Features.Outcomes;

/// <summary>
/// One step of the traffic, with or without outcomes.
/// <list type="bullet">
/// <item>Negatives: interactions with an explicit or implicit negative signal.</item>
/// <item>Errors: interactions that ended in an error.</item>
/// <item>WithOutcome: interactions with a measured outcome in any metric.</item>
/// <item>LatencyMean: milliseconds.</item>
/// <item>TokensEach: output tokens per interaction; null if there are none.</item>
/// <item>Costs: the mean cost of interactions that report one, by currency.</item>
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
