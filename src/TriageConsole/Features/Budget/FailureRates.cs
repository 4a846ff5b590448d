namespace TriageConsole.Features.Budget;

/// <summary>The failure rates of a workflow, and why there may be none yet.</summary>
/// <param name="From">Start of the period, event time.</param>
/// <param name="To">Its end.</param>
/// <param name="Rates">The parts, the largest first.</param>
/// <param name="OpenSamplingRounds">Draws whose items are not labeled through: they do not count yet.</param>
/// <param name="NoFailureMarked">The labels' rubrics mark no answer as a failure.</param>
public sealed record FailureRates(
    DateTimeOffset From,
    DateTimeOffset To,
    IReadOnlyList<FailureRate> Rates,
    int OpenSamplingRounds,
    bool NoFailureMarked
);
