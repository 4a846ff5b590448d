namespace TriageConsole.Features.OffPolicy;

/// <summary>The shares of one segment, in percent and in the order of the releases.</summary>
internal sealed class PolicyFormRow(string segment, double[] percents)
{
    public string Segment { get; set; } = segment;

    public double[] Percents { get; } = percents;
}
