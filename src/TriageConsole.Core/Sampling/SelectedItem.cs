namespace TriageConsole.Core.Sampling;

/// <summary>One selected item.</summary>
/// <param name="Item">Index of the item.</param>
/// <param name="Inclusion">Its selection probability, in (0, 1]. Unbiased estimates divide by it.</param>
public readonly record struct SelectedItem(int Item, double Inclusion);
