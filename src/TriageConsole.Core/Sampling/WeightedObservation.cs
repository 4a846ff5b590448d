namespace TriageConsole.Core.Sampling;

/// <summary>An observation and its selection probability.</summary>
public readonly record struct WeightedObservation(double Value, double Inclusion);
