namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>Two answers given to the same interactions, and how often, of all pairs of labels.</summary>
public sealed record ConfusedValues(string A, string B, double Pairs, double Share);
