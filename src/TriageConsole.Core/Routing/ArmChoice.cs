namespace TriageConsole.Core.Routing;

/// <summary>One of the releases that traffic is split over.</summary>
/// <param name="Salt">The arm's own, unique and lasting: units keep their arm as long as it does.</param>
/// <param name="Weight">Share of the traffic, in any unit; nothing is given to one without.</param>
public readonly record struct RoutingArm(string Salt, double Weight);

/// <summary>
/// Which arm a unit is given, without remembering any: weighted rendezvous hashing (D. Thaler and C. Ravishankar 1998; weights as in C. Schindelhauer
/// and G. Schomaker 2005). −ln(u)/weight is an exponential waiting time, and the first to come wins with the odds of its weight.
/// </summary>
public static class ArmChoice
{
    /// <summary>
    /// The arm's place in the list, −1 where none has a weight. The order of the arms does not matter. A unit goes from one arm to another only
    /// where the other's weight rose in relation to the first's: where one weight rises, units come to that arm and none else moves.
    /// </summary>
    /// <param name="arms">The arms.</param>
    /// <param name="unit">A user, a session, a task.</param>
    public static int Pick(ReadOnlySpan<RoutingArm> arms, string unit)
    {
        var (best, least) = (-1, double.PositiveInfinity);
        for (var i = 0; i < arms.Length; i++)
        {
            if (!(arms[i].Weight > 0))
                continue;
            // Half of the least step above zero: a zero has no logarithm.
            var u = Math.Max(StickyHash.Unit(arms[i].Salt, unit), 1.0 / (1UL << 54));
            var wait = -Math.Log(u) / arms[i].Weight;
            if (best >= 0 && (wait > least || (wait == least && string.CompareOrdinal(arms[i].Salt, arms[best].Salt) >= 0)))
                continue;
            (best, least) = (i, wait);
        }

        return best;
    }
}
