namespace TriageConsole.Core.Agreement;

/// <summary>How many labels of an item fell into a category.</summary>
public readonly record struct CategoryCount(int Category, int Count);
