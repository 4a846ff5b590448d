namespace TriageConsole.Features.DataHealth;

/// <summary>Series over time: steps of a day, or of an hour if there is less than a week of data.</summary>
internal sealed record WorkflowSeries(
    IReadOnlyList<SeriesStep> Steps,
    TimeSpan Step,
    IReadOnlyList<SeriesStep> Days,
    IReadOnlyList<SignalDay> Signals
);
