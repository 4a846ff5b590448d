namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>Two different answers to the same interactions: number of pairs of labels, and their share of all pairs (0..1).</summary>
public sealed record ConfusedValues(string A, string B, double Pairs, double Share);
