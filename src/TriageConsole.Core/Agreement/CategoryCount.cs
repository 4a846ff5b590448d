namespace TriageConsole.Core.Agreement;

/// <summary>The number of labels of an item in a category.</summary>
public readonly record struct CategoryCount(int Category, int Count);
