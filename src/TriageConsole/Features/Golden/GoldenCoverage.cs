namespace TriageConsole.Features.Golden;

/// <summary>Golden items of one value of a dimension beside its share of the traffic.</summary>
public sealed record GoldenCoverage(string Dimension, string Value, double TrafficShare, int Items);
