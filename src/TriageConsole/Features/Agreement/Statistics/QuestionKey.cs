namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>One meaning of a question, the unit of the agreement counts.</summary>
internal readonly record struct QuestionKey(string Key, long SinceVersionId);
