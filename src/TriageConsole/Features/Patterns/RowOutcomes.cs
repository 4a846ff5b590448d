using TriageConsole.Core.Scoring;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Features.Patterns;

/// <summary>The outcome metric of a workflow, and which of its rows failed.</summary>
internal sealed class RowOutcomes
{
    public RowOutcomes(Workflow workflow, IReadOnlyList<PatternRow> rows) => (Metric, LowerIsBetter) = Find(workflow, rows);

    public string? Metric { get; }

    public bool LowerIsBetter { get; }

    public bool HasFailed(PatternRow row) =>
        row is { OutcomeMetric: { } metric, OutcomeValue: >= 0 and <= 1 and var value }
            ? OutcomeReading
                .Of(value, metric == Metric ? LowerIsBetter : OutcomeReading.LooksLowerIsBetter(metric), SignalWeights.Default)
                .Polarity < 0
            : row.NeedsReview;

    public bool IsMeasured(PatternRow row) => Metric is not null && row.OutcomeMetric == Metric && row.OutcomeValue is not null;

    /// <summary>The configured metric of the workflow, or the most frequent one.</summary>
    private static (string?, bool) Find(Workflow workflow, IReadOnlyList<PatternRow> rows)
    {
        if (workflow is { Configured: true, OutcomeMetric: { Length: > 0 } own })
            return (own, workflow.OutcomeDirection == OutcomeDirection.LowerIsBetter);
        var metric = rows.Where(r => r.OutcomeMetric is not null && r.OutcomeValue is not null)
            .GroupBy(r => r.OutcomeMetric!)
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .FirstOrDefault()
            ?.Key;
        return (metric, metric is not null && OutcomeReading.LooksLowerIsBetter(metric));
    }
}
