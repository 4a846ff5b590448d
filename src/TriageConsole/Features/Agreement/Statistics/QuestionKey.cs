namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>A question under one meaning, as agreement is kept for it.</summary>
internal readonly record struct QuestionKey(string Key, long SinceVersionId);
