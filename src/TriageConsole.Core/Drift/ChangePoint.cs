namespace TriageConsole.Core.Drift;

/// <summary>A position in a series at which the mean changed.</summary>
/// <param name="Index">Index in the given series of the first bucket of the new level.</param>
/// <param name="Before">Mean from the previous change to this one.</param>
/// <param name="After">Mean from this change to the next one.</param>
/// <param name="P">Upper bound of the probability of a change this large anywhere in the searched segment by chance.</param>
public readonly record struct ChangePoint(int Index, double Before, double After, double P);
