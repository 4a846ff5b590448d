namespace TriageConsole.Core.Common;

/// <summary>An estimate with its 95 % interval, in the unit of the estimate.</summary>
/// <param name="Value">The estimate; null without data.</param>
/// <param name="Low">Lower end; null if the data give no interval.</param>
/// <param name="High">Upper end; null together with the lower end.</param>
public readonly record struct Interval(double? Value, double? Low, double? High);
