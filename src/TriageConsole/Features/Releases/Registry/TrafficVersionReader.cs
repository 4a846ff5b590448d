using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Outcomes;
using TriageConsole.Data;
using TriageConsole.Data.Rollups;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>Reads the versions that events name and that are not registered, also those of imported history, with their outcome.</summary>
public sealed class TrafficVersionReader(IDbContextFactory<TriageDbContext> contexts)
{
    /// <param name="workflowId">The workflow.</param>
    /// <param name="metric">Its outcome metric. Null: the metric that most outcomes have.</param>
    /// <param name="registered">The names of the registered releases.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    internal async Task<IReadOnlyList<UnregisteredVersion>> UnregisteredAsync(
        long workflowId,
        string? metric,
        IReadOnlySet<string> registered,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var seen = await (
            from s in db.Slices
            where s.WorkflowId == workflowId && s.Model != Slice.Other
            join r in db.Rollups on s.Id equals r.SliceId
            where r.Grain == Rollup.Day
            group r by new
            {
                Version = s.Release ?? s.Model,
                IsRelease = s.Release != null,
                s.OutcomeMetric,
                s.Shadow,
            } into g
            select new
            {
                g.Key.Version,
                g.Key.IsRelease,
                g.Key.OutcomeMetric,
                g.Key.Shadow,
                Events = g.Sum(r => r.Events),
                Last = g.Max(r => r.Start),
                Count = g.Sum(r => r.OutcomeCount),
                Sum = g.Sum(r => r.OutcomeSum),
                Squares = g.Sum(r => r.OutcomeSquares),
            }
        ).ToListAsync(cancellationToken);
        var measured =
            metric
            ?? seen.Where(s => s.OutcomeMetric is not null && s.Count > 0)
                .GroupBy(s => s.OutcomeMetric)
                .OrderByDescending(g => g.Sum(s => s.Count))
                .ThenBy(g => g.Key, StringComparer.Ordinal)
                .FirstOrDefault()
                ?.Key;
        return
        [
            .. seen.Where(s => !registered.Contains(s.Version) && s.Version != Slice.Other)
                .GroupBy(s => (s.Version, s.IsRelease))
                .Select(g => new UnregisteredVersion(
                    g.Key.Version,
                    g.Key.IsRelease,
                    g.Sum(s => s.Events),
                    g.Max(s => s.Last),
                    Outcome(
                        measured,
                        g.Where(s => s.OutcomeMetric == measured && !s.Shadow)
                            .Aggregate(default(OutcomeSums), (sum, s) => sum + new OutcomeSums(s.Count, s.Sum, s.Squares))
                    )
                ))
                .Where(v => v.Interactions > 0)
                .OrderByDescending(v => v.LastSeenAt)
                .ThenByDescending(v => v.Interactions)
                .ThenBy(v => v.Version, StringComparer.Ordinal),
        ];
    }

    private static VersionOutcome? Outcome(string? metric, OutcomeSums sums) =>
        metric is not null && MeanEstimate.Of(sums) is { Value: { } mean } estimate
            ? new VersionOutcome(metric, sums.Count, mean, estimate.Low, estimate.High, sums.IsYesNo)
            : null;
}
