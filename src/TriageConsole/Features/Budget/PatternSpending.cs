namespace TriageConsole.Features.Budget;

/// <summary>Experts' time for one pattern.</summary>
/// <param name="PatternId">Null for interactions outside of all patterns.</param>
/// <param name="Name">The pattern's terms.</param>
/// <param name="State">State of the pattern.</param>
/// <param name="Labels">Labels of the last four weeks on its failures.</param>
/// <param name="Minutes">Time for these labels.</param>
/// <param name="AtStake">Lost value per week while the pattern is current.</param>
/// <param name="Recovered">Reduction of failures per week since the fix, times the value per unit. Null if the pattern is not fixed or
/// there is not enough data since.</param>
public sealed record PatternSpending(
    long? PatternId,
    string Name,
    string State,
    int Labels,
    double Minutes,
    double AtStake,
    double? Recovered
);
