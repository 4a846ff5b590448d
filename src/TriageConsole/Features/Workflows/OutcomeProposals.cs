using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Outcomes;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Rollups;
using TriageConsole.Data.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Workflows;

/// <summary>Finds outcome metrics in the data of a workflow, to propose them in its settings.</summary>
public sealed class OutcomeProposals(IDbContextFactory<TriageDbContext> contexts)
{
    private const int Max = 5;

    /// <summary>
    /// The metrics, most outcomes first. The direction follows from signals: a metric whose mean is higher among interactions with more
    /// negative signals is one where lower is better.
    /// </summary>
    public async Task<IReadOnlyList<OutcomeProposal>> FindAsync(
        PersonAccess access,
        WorkflowRef workflow,
        CancellationToken cancellationToken = default
    )
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only leads of the workflow can read its outcome metrics.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await (
            from s in db.Slices
            where s.WorkflowId == workflow.Id && s.OutcomeMetric != null
            join b in db.Breakdowns on s.Id equals b.SliceId
            where b.Kind == BreakdownKind.Proxy
            group b by new { s.OutcomeMetric, b.Key } into g
            select new
            {
                Metric = g.Key.OutcomeMetric!,
                g.Key.Key,
                Count = g.Sum(b => b.OutcomeCount),
                Sum = g.Sum(b => b.OutcomeSum),
                Squares = g.Sum(b => b.OutcomeSquares),
            }
        ).ToListAsync(cancellationToken);
        return
        [
            .. rows.GroupBy(r => r.Metric)
                .Select(g => Of(g.Key, [.. g.Select(r => (r.Key, new OutcomeSums(r.Count, r.Sum, r.Squares)))]))
                .OfType<OutcomeProposal>()
                .OrderByDescending(p => p.Outcomes)
                .ThenBy(p => p.Metric, StringComparer.Ordinal)
                .Take(Max),
        ];
    }

    /// <param name="metric">The name.</param>
    /// <param name="bins">The outcomes by the bin of signals before the outcome; 0 has the fewest negative signals.</param>
    internal static OutcomeProposal? Of(string metric, IReadOnlyList<(string Bin, OutcomeSums Sums)> bins)
    {
        var all = bins.Aggregate(default(OutcomeSums), (sum, b) => sum + b.Sums);
        if (all.Count == 0)
            return null;
        var lowest = bins.Min(b => int.Parse(b.Bin, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture);
        var (few, many) = (
            bins.Where(b => b.Bin == lowest).Aggregate(default(OutcomeSums), (sum, b) => sum + b.Sums),
            bins.Where(b => b.Bin != lowest).Aggregate(default(OutcomeSums), (sum, b) => sum + b.Sums)
        );
        var difference = MeanDifference.Of(few, many);
        OutcomeDirection? direction =
            difference.Low > 0 ? OutcomeDirection.HigherIsBetter
            : difference.High < 0 ? OutcomeDirection.LowerIsBetter
            : null;
        return new OutcomeProposal(metric, all.Count, all.Sum / all.Count, all.IsYesNo, direction);
    }
}
