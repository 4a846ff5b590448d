using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Scoring;
using TriageConsole.Data;

namespace TriageConsole.Features.Patterns;

/// <summary>Counts the interactions of a workflow and their failures in two periods, with the definition of the pattern search.</summary>
internal static class FailureTotals
{
    /// <summary>The counts before and from <paramref name="middle"/>, between <paramref name="from"/> and <paramref name="to"/>.</summary>
    /// <param name="db">The database.</param>
    /// <param name="workflowId">The workflow.</param>
    /// <param name="own">Its configured metric, and whether lower values of it are better.</param>
    /// <param name="from">Inclusive.</param>
    /// <param name="middle">The start of the second period.</param>
    /// <param name="to">Exclusive.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public static async Task<(long FailuresBefore, long FailuresNow)> ReadAsync(
        TriageDbContext db,
        long workflowId,
        (string? Metric, bool LowerIsBetter) own,
        DateTimeOffset from,
        DateTimeOffset middle,
        DateTimeOffset to,
        CancellationToken cancellationToken
    )
    {
        // The same interactions as in PatternSearch, and failures as in RowOutcomes: by an outcome from 0 to 1, otherwise by the score.
        var groups = await db
            .Interactions.Where(i =>
                i.WorkflowId == workflowId && i.Timestamp >= @from && i.Timestamp < to && i.TimeIsReal && !i.Shadow && i.Attributes != null
            )
            .GroupBy(i => new { i.OutcomeMetric, IsNow = i.Timestamp >= middle })
            .Select(g => new
            {
                g.Key.OutcomeMetric,
                g.Key.IsNow,
                Low = g.Sum(i => i.OutcomeMetric != null && i.OutcomeValue >= 0 && i.OutcomeValue < 0.5 ? 1L : 0L),
                High = g.Sum(i => i.OutcomeMetric != null && i.OutcomeValue > 0.5 && i.OutcomeValue <= 1 ? 1L : 0L),
                Unknown = g.Sum(i =>
                    i.NeedsReview && (i.OutcomeMetric == null || i.OutcomeValue == null || i.OutcomeValue < 0 || i.OutcomeValue > 1)
                        ? 1L
                        : 0L
                ),
            })
            .ToListAsync(cancellationToken);
        return (Sum(false), Sum(true));

        long Sum(bool isNow) =>
            groups
                .Where(g => g.IsNow == isNow)
                .Sum(g =>
                    g.Unknown
                    + (
                        g.OutcomeMetric is null ? 0
                        : g.OutcomeMetric == own.Metric ? (own.LowerIsBetter ? g.High : g.Low)
                        : OutcomeReading.LooksLowerIsBetter(g.OutcomeMetric) ? g.High
                        : g.Low
                    )
                );
    }
}
