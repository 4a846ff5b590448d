using TriageConsole.Data.Interactions;

namespace TriageConsole.Features.OffPolicy;

/// <summary>A unit of an experiment with all its interactions. The first one gives release, propensity and segment.</summary>
internal sealed class DecisionUnit(LoggedDecision first)
{
    private readonly List<long> interactions = [];
    private double sum;
    private int count;
    private bool areYesNo = true;

    public string Release => first.Release;

    public string? Segment => first.Segment;

    /// <summary>The probability at the assignment. Later interactions of a bandit can have another one.</summary>
    public double? Propensity => first.Propensity;

    /// <summary>Whether several arms served it.</summary>
    public bool IsMixed { get; private set; }

    public IReadOnlyList<long> Interactions => interactions;

    /// <summary>The mean of its measured outcomes; null if none is measured.</summary>
    public double? Measured => count == 0 ? null : sum / count;

    /// <summary>Whether it has measured outcomes and all of them are 0 or 1.</summary>
    public bool IsYesNo => count > 0 && areYesNo;

    /// <summary>The expected outcome by its signals; null if it is measured, or cannot be estimated.</summary>
    public double? Estimated { get; set; }

    public double? Reward => Measured ?? Estimated;

    /// <summary>The units of these interactions, which are in the order of time.</summary>
    public static List<DecisionUnit> Of(IEnumerable<LoggedDecision> decisions)
    {
        var units = new Dictionary<string, DecisionUnit>(StringComparer.Ordinal);
        var inOrder = new List<DecisionUnit>();
        foreach (var decision in decisions)
        {
            if (!units.TryGetValue(decision.Unit, out var unit))
                inOrder.Add(units[decision.Unit] = unit = new DecisionUnit(decision));
            unit.Add(decision);
        }

        return inOrder;
    }

    private void Add(LoggedDecision decision)
    {
        interactions.Add(decision.Id);
        IsMixed |= decision.Release != Release || decision.Overlap.HasFlag(ArmOverlap.Experiment);
        if (decision.Outcome is not { } outcome)
            return;
        sum += outcome;
        count++;
        areYesNo &= outcome is 0 or 1;
    }
}
