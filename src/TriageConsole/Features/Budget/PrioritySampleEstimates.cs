using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Sampling;
using TriageConsole.Data.Triage;

namespace TriageConsole.Features.Budget;

/// <summary>The inclusion probability of each labeled item, by the progress of the sampling rounds.</summary>
internal sealed class PrioritySampleEstimates
{
    private readonly Dictionary<long, SamplingCandidate> candidates;
    private readonly HashSet<long> through;
    private readonly bool certainThrough;
    private readonly double auditLabeled;
    private readonly double audit;

    public PrioritySampleEstimates(
        IReadOnlyCollection<SampledItem> items,
        Dictionary<long, SamplingCandidate> candidates,
        double labeledThrough
    )
    {
        this.candidates = candidates;
        var draws = items
            .Where(i => i is { IsAudit: false, SamplingRoundId: not null })
            .GroupBy(i => i.SamplingRoundId!.Value)
            .ToDictionary(g => g.Key, g => g.Average(i => i.LabelsDone > 0 ? 1.0 : 0));
        through = [.. draws.Where(d => d.Value >= labeledThrough).Select(d => d.Key)];
        OpenSamplingRounds = draws.Count - through.Count;
        var certain = items.Where(i => i is { IsAudit: false, SamplingRoundId: null }).ToList();
        certainThrough = certain.Count > 0 && certain.Average(i => i.LabelsDone > 0 ? 1.0 : 0) >= labeledThrough;
        if (certain.Count > 0 && !certainThrough)
            OpenSamplingRounds++;
        var audits = items.Where(i => i.IsAudit).ToList();
        auditLabeled = audits.Count == 0 ? 0 : audits.Average(i => i.LabelsDone > 0 ? 1.0 : 0);
        audit = audits.Count == 0 ? 0 : audits.Average(i => i.AuditProbability ?? 0);
    }

    public int OpenSamplingRounds { get; }

    /// <summary>0 for an item of a sampling round that is not complete: it does not count.</summary>
    public double InclusionOf(SampledItem item)
    {
        var drawn = Drawn(item);
        if (!item.IsAudit && drawn == 0)
            return 0;
        return PrioritySampleResult.CombinedProbability((item.AuditProbability ?? audit) * auditLabeled, drawn);
    }

    /// <summary>The probability that the priority sample includes the item.</summary>
    private double Drawn(SampledItem item)
    {
        if (candidates.TryGetValue(item.InteractionId, out var candidate) && candidate.SamplingRoundId is { } draw)
            return through.Contains(draw) ? candidate.Inclusion : 0;
        return certainThrough && item is { Inclusion: 1, SamplingRoundId: null } && (!item.IsAudit || item.AuditProbability < 1) ? 1 : 0;
    }
}
