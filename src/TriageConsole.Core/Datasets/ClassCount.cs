namespace TriageConsole.Core.Datasets;

/// <summary>Rows of a class before and after balancing.</summary>
/// <param name="Class">The class, such as a pattern.</param>
/// <param name="Before">Number of rows before.</param>
/// <param name="After">Number of rows after.</param>
public readonly record struct ClassCount(string Class, int Before, int After);
