namespace TriageConsole.Core.Events;

/// <summary>The largest numbers an event may carry. What lies beyond is a mistake of the sender's, and its square or sum would be no number any more.</summary>
public static class EventBounds
{
    /// <summary>The largest outcome, on either side of zero.</summary>
    public const double Outcome = 1e12;

    /// <summary>The longest latency, in milliseconds: four months.</summary>
    public const double LatencyMs = 1e10;

    /// <summary>The highest cost, in whatever currency.</summary>
    public const double Cost = 1e9;

    /// <summary>The largest number among the metadata, on either side of zero: to there whole numbers are exact.</summary>
    public const double Number = 1e15;

    /// <summary>Whether the number lies within the bound on either side of zero; no number does not.</summary>
    /// <param name="number">The number.</param>
    /// <param name="bound">One of the bounds.</param>
    public static bool Holds(double number, double bound) => Math.Abs(number) <= bound;
}
