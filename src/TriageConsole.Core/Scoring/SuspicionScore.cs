namespace TriageConsole.Core.Scoring;

/// <summary>The suspicion score of an interaction.</summary>
public static class SuspicionScore
{
    /// <summary>
    /// (1 − Π(1 − w·x·t) over negative signals) · Π(1 − w·x·t) over positive signals; 0..1, 0 without signals. Source: domain section 3 (a
    /// noisy-or of independent negative signals, reduced by positive ones).
    /// </summary>
    public static double Of(IEnumerable<SignalReading> signals)
    {
        double against = 1,
            inFavour = 1;
        foreach (var s in signals)
        {
            if (s.Polarity < 0)
                against *= 1 - (s.Weight * s.Strength * s.Trust);
            else if (s.Polarity > 0)
                inFavour *= 1 - (s.Weight * s.Strength * s.Trust);
        }

        return Math.Clamp((1 - against) * inFavour, 0, 1);
    }
}
