namespace TriageConsole.Core.Rubrics;

/// <summary>One answer in normal form.</summary>
/// <param name="Criterion">Key of the criterion.</param>
/// <param name="Value">The answer as text; a JSON array for many_of and spans.</param>
/// <param name="NumericValue">The answer as a number, for ordinal and number.</param>
public sealed record Answer(string Criterion, string Value, double? NumericValue = null);
