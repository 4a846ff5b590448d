namespace TriageConsole.Core.Scoring;

/// <summary>What the business outcome says about an answer.</summary>
public static class OutcomeReading
{
    /// <summary>Words in a metric's name that mean that less of it is better, for a workflow nobody has configured yet.</summary>
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

    /// <summary>Whether less of the metric is better, guessed by its name.</summary>
    public static bool LooksLowerIsBetter(string metric) =>
        LowerIsBetterWords.Any(w => metric.Contains(w, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// A failed outcome is one on the worse half of 0..1; its strength is the distance from the good end. Metrics on other scales
    /// say nothing here until the workflow's owner configures them.
    /// </summary>
    public static SignalReading Of(double value, bool lowerIsBetter, SignalWeights weights)
    {
        if (value is < 0 or > 1)
            return SignalReading.Neutral;
        var loss = lowerIsBetter ? value : 1 - value;
        return loss > 0.5 ? new SignalReading(-1, loss, weights.Outcome, 1) : SignalReading.Neutral;
    }
}
