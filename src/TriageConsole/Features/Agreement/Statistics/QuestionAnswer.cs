namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>A labeler's current answer to one question of one interaction, or of one turn of it.</summary>
internal readonly record struct QuestionAnswer(
    QuestionKey Question,
    long InteractionId,
    int Turn,
    long LabelerId,
    string Value,
    DateOnly Day
);
