namespace TriageConsole.Core.Common;

/// <summary>An estimate with its 95 % interval, in the unit of what is estimated.</summary>
/// <param name="Value">The estimate; null where there is nothing to estimate from.</param>
/// <param name="Low">Lower end; null where the data say nothing of the spread.</param>
/// <param name="High">Upper end; null where the lower end is.</param>
public readonly record struct Interval(double? Value, double? Low, double? High);
