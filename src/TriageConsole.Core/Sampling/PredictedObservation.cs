namespace TriageConsole.Core.Sampling;

/// <summary>An observation, its prediction and its selection probability.</summary>
public readonly record struct PredictedObservation(double Value, double Prediction, double Inclusion);
