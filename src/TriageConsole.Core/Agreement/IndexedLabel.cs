namespace TriageConsole.Core.Agreement;

/// <summary>One label: its item, labeler and category, all as indexes from 0.</summary>
/// <param name="Item">The index of the item.</param>
/// <param name="Labeler">The index of the labeler.</param>
/// <param name="Category">The index of the category.</param>
public readonly record struct IndexedLabel(int Item, int Labeler, int Category);
