namespace TriageConsole.Features.Golden;

/// <summary>The number of golden items with one value of a dimension, and the share of that value in the traffic (0..1).</summary>
public sealed record GoldenCoverage(string Dimension, string Value, double TrafficShare, int Items);
