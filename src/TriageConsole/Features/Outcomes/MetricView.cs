using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.Outcomes;

/// <summary>One metric of a workflow.</summary>
public sealed record MetricView(string Name, string? Unit, bool IsOwn, bool LowerIsBetter, long Count, long Untimed, OutcomeSums Sums)
{
    public required OutcomePeriod Before { get; init; }

    public required OutcomePeriod Now { get; init; }

    public required OutcomeShift Shift { get; init; }

    public required IReadOnlyList<OutcomeStep> Steps { get; init; }

    /// <summary>Most interactions first.</summary>
    public required IReadOnlyList<OutcomePart> Versions { get; init; }

    public required IReadOnlyList<OutcomePart> Segments { get; init; }

    public required IReadOnlyList<OutcomePart> Countries { get; init; }

    /// <summary>By version and segment.</summary>
    public required IReadOnlyList<ScorecardCell> Scorecard { get; init; }

    /// <summary>All days of the span if outcomes are missing that signals can estimate; otherwise empty.</summary>
    public required IReadOnlyList<OutcomeDay> Days { get; init; }

    /// <summary>Strongest first.</summary>
    public required IReadOnlyList<SignalOutcome> Signals { get; init; }

    public required IReadOnlyList<LevelChange> Changes { get; init; }

    public long Missing => Count - Sums.Count;

    public MeanEstimate Mean => MeanEstimate.Of(Sums);
}
