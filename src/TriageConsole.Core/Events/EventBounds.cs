namespace TriageConsole.Core.Events;

/// <summary>
/// The largest numbers in an event. A larger number is a mistake of the sender, and its square or sum could overflow.
/// </summary>
public static class EventBounds
{
    /// <summary>The largest absolute value of an outcome.</summary>
    public const double Outcome = 1e12;

    /// <summary>The largest latency in milliseconds: four months.</summary>
    public const double LatencyMs = 1e10;

    /// <summary>The largest cost, in any currency.</summary>
    public const double Cost = 1e9;

    /// <summary>The largest absolute value of a number in the metadata. Whole numbers up to this bound are exact.</summary>
    public const double Number = 1e15;

    /// <summary>Whether the absolute value is within the bound; false for NaN.</summary>
    /// <param name="number">The number.</param>
    /// <param name="bound">One of the bounds.</param>
    public static bool Holds(double number, double bound) => Math.Abs(number) <= bound;
}
