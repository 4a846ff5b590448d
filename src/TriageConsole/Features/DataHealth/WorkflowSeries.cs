namespace TriageConsole.Features.DataHealth;

/// <summary>What a look reads over time: steps of a day, or of an hour where there is less than a week.</summary>
internal sealed record WorkflowSeries(
    IReadOnlyList<SeriesStep> Steps,
    TimeSpan Step,
    IReadOnlyList<SeriesStep> Days,
    IReadOnlyList<SignalDay> Signals
);
