namespace TriageConsole.Features.Outcomes;

/// <summary>The sums of a version in one step, by metric and currency.</summary>
internal sealed record StepRow(string? Release, string Model, string? Metric, string? Currency, DateTimeOffset Start, GroupSums Sums)
{
    public string Version => Release ?? Model;
}
