using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.Outcomes;

/// <summary>Counts and sums of a group of interactions.</summary>
internal sealed class GroupSums
{
    public long Events { get; init; }

    public long Negatives { get; init; }

    public long Errors { get; init; }

    public long OutcomeCount { get; init; }

    public double OutcomeSum { get; init; }

    public double OutcomeSquares { get; init; }

    public long LatencyCount { get; init; }

    public double LatencySum { get; init; }

    public long Tokens { get; init; }

    public long CostCount { get; init; }

    public double CostSum { get; init; }

    public OutcomeSums Outcomes => new(OutcomeCount, OutcomeSum, OutcomeSquares);
}
