namespace TriageConsole.Data.Providers;

/// <summary>Answers to submit. The arrays are parallel, with one entry per answer.</summary>
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
)
{
    /// <summary>The turn of each answer, 0 for the whole interaction. Each turn becomes a label of its own.</summary>
    public IReadOnlyList<int> Turns { get; init; } = new int[Criteria.Count];

    /// <summary>The suggestions that the form showed.</summary>
    public IReadOnlyList<SubmittedSuggestion> Suggestions { get; init; } = [];
}
