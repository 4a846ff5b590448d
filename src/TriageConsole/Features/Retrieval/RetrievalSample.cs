namespace TriageConsole.Features.Retrieval;

/// <summary>The answers of a time.</summary>
/// <param name="Answers">Those with documents.</param>
/// <param name="Read">Number of interactions that were read.</param>
/// <param name="IsCut">Whether the time has more of them; the latest were read.</param>
/// <param name="Metric">The outcome metric; null if no outcome is measured.</param>
/// <param name="Unit">Its unit, if the workflow names one.</param>
/// <param name="LowerIsBetter">Whether lower outcomes are better.</param>
internal sealed record RetrievalSample(
    IReadOnlyList<LoggedAnswer> Answers,
    int Read,
    bool IsCut,
    string? Metric,
    string? Unit,
    bool LowerIsBetter
);
