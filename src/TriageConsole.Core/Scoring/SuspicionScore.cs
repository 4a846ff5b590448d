namespace TriageConsole.Core.Scoring;

/// <summary>How questionable an interaction is.</summary>
public static class SuspicionScore
{
    /// <summary>
    /// (1 − Π(1 − w·x·t) over signals against the answer) · Π(1 − w·x·t) over signals for it; 0..1, 0 without signals.
    /// Source: domain section 3 (a noisy-or of independent reasons to doubt, discounted by reasons not to).
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
