using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Sampling;
using TriageConsole.Data.Triage;

namespace TriageConsole.Features.Budget;

/// <summary>With what probability each labeled item is among the labels, by how far the lanes are labeled.</summary>
internal sealed class LaneSample
{
    private readonly Dictionary<long, DrawCandidate> candidates;
    private readonly HashSet<long> through;
    private readonly bool certainThrough;
    private readonly double auditLabeled;
    private readonly double audit;

    public LaneSample(IReadOnlyCollection<LaneItem> items, Dictionary<long, DrawCandidate> candidates, double labeledThrough)
    {
        this.candidates = candidates;
        var draws = items
            .Where(i => i is { IsAudit: false, DrawId: not null })
            .GroupBy(i => i.DrawId!.Value)
            .ToDictionary(g => g.Key, g => g.Average(i => i.LabelsDone > 0 ? 1.0 : 0));
        through = [.. draws.Where(d => d.Value >= labeledThrough).Select(d => d.Key)];
        OpenDraws = draws.Count - through.Count;
        var certain = items.Where(i => i is { IsAudit: false, DrawId: null }).ToList();
        certainThrough = certain.Count > 0 && certain.Average(i => i.LabelsDone > 0 ? 1.0 : 0) >= labeledThrough;
        if (certain.Count > 0 && !certainThrough)
            OpenDraws++;
        var audits = items.Where(i => i.IsAudit).ToList();
        auditLabeled = audits.Count == 0 ? 0 : audits.Average(i => i.LabelsDone > 0 ? 1.0 : 0);
        audit = audits.Count == 0 ? 0 : audits.Average(i => i.AuditProbability ?? 0);
    }

    public int OpenDraws { get; }

    /// <summary>0 for an item of a draw that is not labeled through: it does not count.</summary>
    public double InclusionOf(LaneItem item)
    {
        var drawn = Drawn(item);
        if (!item.IsAudit && drawn == 0)
            return 0;
        return PriorityLane.EitherLane((item.AuditProbability ?? audit) * auditLabeled, drawn);
    }

    /// <summary>The probability with which the priority lane has it labeled.</summary>
    private double Drawn(LaneItem item)
    {
        if (candidates.TryGetValue(item.InteractionId, out var candidate) && candidate.DrawId is { } draw)
            return through.Contains(draw) ? candidate.Inclusion : 0;
        return certainThrough && item is { Inclusion: 1, DrawId: null } && (!item.IsAudit || item.AuditProbability < 1) ? 1 : 0;
    }
}
