namespace TriageConsole.Features.Budget;

/// <summary>What experts' time went to.</summary>
/// <param name="PatternId">Null for what lies in no pattern.</param>
/// <param name="Name">The pattern's terms.</param>
/// <param name="State">How far it is.</param>
/// <param name="Labels">Labels of the last four weeks on its failures.</param>
/// <param name="Minutes">What these took.</param>
/// <param name="AtStake">Lost value a week, while the pattern is in force.</param>
/// <param name="Recovered">
/// Failures a week fewer than before it was fixed, times the value of a unit; null where it is not fixed, or too little came since.
/// </param>
public sealed record PatternSpending(
    long? PatternId,
    string Name,
    string State,
    int Labels,
    double Minutes,
    double AtStake,
    double? Recovered
);
