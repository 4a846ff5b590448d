namespace TriageConsole.Features.Budget;

/// <summary>Failure rates of a workflow.</summary>
public sealed record FailureRatesAnswer(
    string Workflow,
    string By,
    DateTimeOffset From,
    DateTimeOffset To,
    int OpenSamplingRounds,
    IReadOnlyList<FailureRateAnswer> Rates
);
