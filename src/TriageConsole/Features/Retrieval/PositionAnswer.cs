namespace TriageConsole.Features.Retrieval;

/// <summary>How likely a rank is looked at.</summary>
/// <param name="Position">The rank, from 1.</param>
/// <param name="Propensity">Relative to the best rank, clipped at 0.1; null if the data do not connect the rank to the first.</param>
/// <param name="Weight">1/propensity.</param>
public sealed record PositionAnswer(int Position, double? Propensity, double? Weight);
