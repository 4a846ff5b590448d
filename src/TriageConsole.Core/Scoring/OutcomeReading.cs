namespace TriageConsole.Core.Scoring;

/// <summary>The meaning of the business outcome for a response.</summary>
public static class OutcomeReading
{
    /// <summary>Words in the name of a metric that mean that lower is better, for unconfigured workflows.</summary>
    private static readonly string[] LowerIsBetterWords =
    [
        "unsafe",
        "error",
        "fail",
        "harm",
        "escalat",
        "churn",
        "cost",
        "latency",
        "complaint",
        "refund",
    ];

    /// <summary>Whether lower values of the metric are better, guessed from its name.</summary>
    public static bool LooksLowerIsBetter(string metric) =>
        LowerIsBetterWords.Any(w => metric.Contains(w, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// An outcome on the worse half of 0..1 is a failure; its strength is the distance from the good end. Metrics on other scales are
    /// neutral until the owner configures the workflow.
    /// </summary>
    public static SignalReading Of(double value, bool lowerIsBetter, SignalWeights weights)
    {
        if (value is < 0 or > 1)
            return SignalReading.Neutral;
        var loss = lowerIsBetter ? value : 1 - value;
        return loss > 0.5 ? new SignalReading(-1, loss, weights.Outcome, 1) : SignalReading.Neutral;
    }
}
