namespace TriageConsole.Features.Budget;

/// <summary>The failure rates of a workflow, and the reason if there are none.</summary>
/// <param name="From">Start of the period in event time.</param>
/// <param name="To">End of the period.</param>
/// <param name="Rates">The parts of the traffic, the largest first.</param>
/// <param name="OpenSamplingRounds">Sampling rounds that are not complete. They do not count yet.</param>
/// <param name="NoFailureMarked">No answer in the rubrics of the labels is marked as a failure.</param>
public sealed record FailureRates(
    DateTimeOffset From,
    DateTimeOffset To,
    IReadOnlyList<FailureRate> Rates,
    int OpenSamplingRounds,
    bool NoFailureMarked
);
