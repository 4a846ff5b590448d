namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>A labeler's answer in force to one question of one interaction.</summary>
internal readonly record struct QuestionAnswer(QuestionKey Question, long InteractionId, long LabelerId, string Value, DateOnly Day);
