namespace TriageConsole.Features.Releases.Impact;

/// <summary>A version of a dataset that a component was made from, with the number of its rows and of the labels behind them.</summary>
public sealed record DatasetLabels(long DatasetId, string Name, int Number, int Rows, int Labels);
