using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Core.Outcomes;
using TriageConsole.Data;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Releases;
using TriageConsole.Data.Rollups;
using TriageConsole.Features.Rollups;

namespace TriageConsole.Features.OffPolicy;

/// <summary>Reads the decisions of an experiment, and estimates their pending outcomes from signals.</summary>
internal sealed class DecisionReader(TriageDbContext db, Experiment experiment, string metric)
{
    /// <summary>The largest number of interactions that one estimate reads, the first of the experiment.</summary>
    public const int MaxInteractions = 50_000;

    /// <summary>Interactions whose signals one query reads.</summary>
    private const int Batch = 2000;

    /// <summary>How long before the experiment outcomes calibrate the signals.</summary>
    private const int CalibrationDays = 90;

    /// <summary>The units in the order of their assignment, and whether these are all.</summary>
    public async Task<(List<DecisionUnit> Units, bool IsComplete)> ReadAsync(string[] arms, CancellationToken cancellationToken)
    {
        var (from, to) = (experiment.StartedAt, experiment.EndedAt ?? DateTimeOffset.MaxValue);
        var decisions = await db
            .Interactions.AsNoTracking()
            .Where(i =>
                i.TenantId == experiment.TenantId
                && i.WorkflowId == experiment.WorkflowId
                && !i.Shadow
                && i.TimeIsReal
                && i.Timestamp >= from
                && i.Timestamp < to
                && arms.Contains(ReleaseName.Of(i.Release, i.ModelId, i.ModelVersion))
            )
            .OrderBy(i => i.Timestamp)
            .ThenBy(i => i.Id)
            .Take(MaxInteractions + 1)
            .Select(i => new LoggedDecision(
                i.Id,
                i.TaskId,
                ReleaseName.Of(i.Release, i.ModelId, i.ModelVersion),
                i.Propensity,
                i.Segment,
                i.OutcomeMetric == metric ? i.OutcomeValue : null,
                i.Overlap
            ))
            .ToListAsync(cancellationToken);
        var units = DecisionUnit.Of(decisions.Take(MaxInteractions));
        await EstimateAsync([.. units.Where(u => !u.IsMixed && u.Measured is null)], cancellationToken);
        return (units, decisions.Count <= MaxInteractions);
    }

    /// <summary>
    /// Gives pending units the mean of what their signals predict, as calibrated by measured outcomes of the workflow. Without a bin of
    /// signals with enough measured outcomes they stay pending.
    /// </summary>
    private async Task EstimateAsync(List<DecisionUnit> pending, CancellationToken cancellationToken)
    {
        if (pending.Count == 0)
            return;
        var calibration = await CalibrationAsync(cancellationToken);
        if (Enumerable.Range(0, RollupChanges.ProxyBins).All(calibration.IsBorrowed))
            return;
        var signals = await SignalsAsync([.. pending.SelectMany(u => u.Interactions)], cancellationToken);
        foreach (var unit in pending)
            unit.Estimated = unit.Interactions.Average(id => calibration.MeanOf(RollupChanges.ProxyBin([.. signals[id]])));
    }

    private async Task<ProxyCalibration> CalibrationAsync(CancellationToken cancellationToken)
    {
        var since = DateOnly.FromDateTime(experiment.StartedAt.UtcDateTime).AddDays(-CalibrationDays);
        var rows = await (
            from s in db.Slices
            join b in db.Breakdowns on s.Id equals b.SliceId
            where
                s.TenantId == experiment.TenantId
                && s.WorkflowId == experiment.WorkflowId
                && s.OutcomeMetric == metric
                && !s.Shadow
                && s.TimeIsReal
                && b.Kind == BreakdownKind.Proxy
                && b.Day >= since
                && b.OutcomeCount > 0
            group b by b.Key into g
            select new
            {
                g.Key,
                Count = g.Sum(b => b.OutcomeCount),
                Sum = g.Sum(b => b.OutcomeSum),
                Squares = g.Sum(b => b.OutcomeSquares),
            }
        ).ToListAsync(cancellationToken);
        var bins = new OutcomeSums[RollupChanges.ProxyBins];
        foreach (var row in rows)
            if (int.TryParse(row.Key, System.Globalization.CultureInfo.InvariantCulture, out var bin) && bin >= 0 && bin < bins.Length)
                bins[bin] = new OutcomeSums(row.Count, row.Sum, row.Squares);
        return new ProxyCalibration(bins);
    }

    private async Task<ILookup<long, Signal>> SignalsAsync(long[] interactions, CancellationToken cancellationToken)
    {
        List<Signal> signals = [];
        foreach (var ids in interactions.Chunk(Batch))
            signals.AddRange(
                await db
                    .Signals.AsNoTracking()
                    .Where(s => ids.Contains(s.InteractionId) && s.Polarity != 0)
                    // Without comments and texts, which can be long.
                    .Select(s => new Signal
                    {
                        InteractionId = s.InteractionId,
                        SignalKey = s.SignalKey,
                        Type = s.Type,
                        Name = s.Name,
                        Polarity = s.Polarity,
                        Strength = s.Strength,
                        Trust = s.Trust,
                        Weight = s.Weight,
                    })
                    .ToListAsync(cancellationToken)
            );
        return signals.ToLookup(s => s.InteractionId);
    }
}
