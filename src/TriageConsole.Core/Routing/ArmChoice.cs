namespace TriageConsole.Core.Routing;

/// <summary>
/// Assigns units to arms without stored state: weighted rendezvous hashing (D. Thaler and C. Ravishankar 1998; weights as in C.
/// Schindelhauer and G. Schomaker 2005). −ln(u)/weight is an exponential waiting time. The arm with the smallest one wins, with a
/// probability proportional to its weight.
/// </summary>
public static class ArmChoice
{
    /// <summary>
    /// Index of the arm in the list, or −1 if no arm has a weight. The order of the arms does not matter. A unit moves to another arm only
    /// if the weight of that arm grew relative to its own: if one weight grows, units move to that arm only.
    /// </summary>
    /// <param name="arms">The arms.</param>
    /// <param name="unit">Id of a user, a session or a task.</param>
    public static int Pick(ReadOnlySpan<RoutingArm> arms, string unit)
    {
        var (best, least) = (-1, double.PositiveInfinity);
        for (var i = 0; i < arms.Length; i++)
        {
            if (!(arms[i].Weight > 0))
                continue;
            // Half of the smallest step above zero, because zero has no logarithm.
            var u = Math.Max(StickyHash.Unit(arms[i].Salt, unit), 1.0 / (1UL << 54));
            var wait = -Math.Log(u) / arms[i].Weight;
            if (best >= 0 && (wait > least || (wait == least && string.CompareOrdinal(arms[i].Salt, arms[best].Salt) >= 0)))
                continue;
            (best, least) = (i, wait);
        }

        return best;
    }
}
