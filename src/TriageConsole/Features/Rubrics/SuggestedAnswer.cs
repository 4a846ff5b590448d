using TriageConsole.Data.Labeling;

namespace TriageConsole.Features.Rubrics;

/// <summary>An answer that the form suggests.</summary>
public sealed record SuggestedAnswer(string Value, SuggestionSource Source);
