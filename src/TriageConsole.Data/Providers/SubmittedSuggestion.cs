using TriageConsole.Data.Labeling;

namespace TriageConsole.Data.Providers;

/// <summary>A suggestion that the form of a submit showed.</summary>
/// <param name="Turn">The turn of the question, 0 for the whole interaction.</param>
/// <param name="Criterion">The question.</param>
/// <param name="Value">The suggested answer.</param>
/// <param name="Source">Who gave it.</param>
/// <param name="IsAccepted">The submitted answer is the same.</param>
public sealed record SubmittedSuggestion(int Turn, string Criterion, string Value, SuggestionSource Source, bool IsAccepted);
