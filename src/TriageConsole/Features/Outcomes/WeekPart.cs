using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.Outcomes;

/// <summary>The outcomes of a version in a segment in one of the two compared weeks.</summary>
internal sealed record WeekPart(
    long WorkflowId,
    string? Metric,
    string Version,
    string? Segment,
    bool IsNow,
    long Count,
    double Sum,
    double Squares
)
{
    public OutcomeSums Sums => new(Count, Sum, Squares);
}
