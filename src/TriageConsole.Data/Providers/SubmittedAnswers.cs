namespace TriageConsole.Data.Providers;

/// <summary>Answers on their way in. The arrays run in parallel, an answer each.</summary>
public sealed record SubmittedAnswers(
    LeaseToken Lease,
    long LabelerId,
    Guid IdempotencyKey,
    long RubricVersionId,
    int TimeOnTaskMs,
    string? Comment,
    IReadOnlyList<string> Criteria,
    IReadOnlyList<string> Values,
    IReadOnlyList<double?> NumericValues,
    DateTimeOffset At
);
