namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>A labeler's current answer to one question of one interaction.</summary>
internal readonly record struct QuestionAnswer(QuestionKey Question, long InteractionId, long LabelerId, string Value, DateOnly Day);
