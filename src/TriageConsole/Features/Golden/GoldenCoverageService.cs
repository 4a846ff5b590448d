using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Golden;

/// <summary>Compares a golden set with the traffic, and suggests interactions that close its gaps.</summary>
public sealed class GoldenCoverageService(IDbContextFactory<TriageDbContext> contexts)
{
    /// <summary>Number of latest interactions that represent the traffic. Their shares are precise enough.</summary>
    private const int TrafficSample = 5000;

    /// <summary>Rarer values of a dimension are one row.</summary>
    private const int MaxValues = 12;

    private const int MaxSuggestions = 8;

    /// <summary>
    /// By segment, country, error type and suspicion score: the traffic share and the golden items. By current pattern: its share of all
    /// failures.
    /// </summary>
    /// <exception cref="AccessDeniedException">The person does not lead the workflow.</exception>
    public async Task<IReadOnlyList<GoldenCoverage>> CoverageAsync(
        PersonAccess access,
        WorkflowRef workflow,
        CancellationToken cancellationToken = default
    )
    {
        Demand(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var traffic = await db
            .Interactions.AsNoTracking()
            .Where(i => i.WorkflowId == workflow.Id)
            .OrderByDescending(i => i.Id)
            .Take(TrafficSample)
            .Select(i => new
            {
                i.Segment,
                i.Country,
                i.ErrorKind,
                i.NeedsReview,
            })
            .ToListAsync(cancellationToken);
        var golden = await (
            from g in db.GoldenItems.AsNoTracking()
            where g.WorkflowId == workflow.Id && g.RetiredAt == null
            join i in db.Interactions on g.InteractionId equals i.Id
            select new
            {
                i.Segment,
                i.Country,
                i.ErrorKind,
                i.NeedsReview,
            }
        ).ToListAsync(cancellationToken);
        return
        [
            .. await PatternsAsync(db, workflow.Id, cancellationToken),
            .. Of("segment", traffic.ConvertAll<string?>(t => t.Segment), golden.ConvertAll<string?>(g => g.Segment)),
            .. Of("country", traffic.ConvertAll<string?>(t => t.Country), golden.ConvertAll<string?>(g => g.Country)),
            .. Of("error", traffic.ConvertAll<string?>(t => t.ErrorKind), golden.ConvertAll<string?>(g => g.ErrorKind)),
            .. Of(
                "suspicion",
                traffic.ConvertAll<string?>(t => t.NeedsReview ? "needs review" : "no review needed"),
                golden.ConvertAll<string?>(g => g.NeedsReview ? "needs review" : "no review needed")
            ),
        ];
    }

    private static async Task<List<GoldenCoverage>> PatternsAsync(
        TriageDbContext db,
        long workflowId,
        CancellationToken cancellationToken
    ) =>
        (
            await db
                .FailurePatterns.AsNoTracking()
                .Where(p => p.WorkflowId == workflowId && p.IsCurrent)
                .OrderBy(p => p.Rank)
                .Take(MaxValues)
                .Select(p => new
                {
                    p.Name,
                    p.Failures,
                    p.AllFailures,
                    Items = db.GoldenItems.Count(g =>
                        g.RetiredAt == null && db.PatternMembers.Any(m => m.PatternId == p.Id && m.InteractionId == g.InteractionId)
                    ),
                })
                .ToListAsync(cancellationToken)
        ).ConvertAll(p => new GoldenCoverage("pattern", p.Name, p.AllFailures == 0 ? 0 : (double)p.Failures / p.AllFailures, p.Items));

    /// <summary>Interactions of the least covered segments that are labeled without a disagreement.</summary>
    /// <exception cref="AccessDeniedException">The person does not lead the workflow.</exception>
    public async Task<IReadOnlyList<GoldenSuggestion>> SuggestAsync(
        PersonAccess access,
        WorkflowRef workflow,
        CancellationToken cancellationToken = default
    )
    {
        var coverage = await CoverageAsync(access, workflow, cancellationToken);
        var gaps = coverage
            .Where(c => c.Dimension == "segment" && c.TrafficShare > 0)
            .OrderBy(c => c.Items / Math.Max(c.TrafficShare, 0.001))
            .Select(c => c.Value)
            .Take(3)
            .ToList();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var agreed = db
            .Interactions.AsNoTracking()
            .Where(i =>
                i.WorkflowId == workflow.Id
                && i.LabelCount >= 2
                // One labeler can have several labels of an interaction, one for each turn.
                && db.Labels.Any(l =>
                    l.InteractionId == i.Id
                    && l.IsCurrent
                    && l.Labeler!.Kind != LabelerKind.Judge
                    && db.Labels.Any(o =>
                        o.InteractionId == i.Id && o.IsCurrent && o.LabelerId != l.LabelerId && o.Labeler!.Kind != LabelerKind.Judge
                    )
                )
                && !db.Disagreements.Any(d => d.InteractionId == i.Id)
                && !db.GoldenItems.Any(g => g.InteractionId == i.Id)
            );
        var suggestions = new List<GoldenSuggestion>();
        foreach (var pattern in coverage.Where(c => c is { Dimension: "pattern", Items: 0 }).Take(3))
        {
            var rows = await agreed
                .Where(i =>
                    db.PatternMembers.Any(m =>
                        m.InteractionId == i.Id
                        && db.FailurePatterns.Any(p => p.Id == m.PatternId && p.WorkflowId == workflow.Id && p.Name == pattern.Value)
                    )
                )
                .OrderByDescending(i => i.LabelCount)
                .ThenByDescending(i => i.Id)
                .Take(2)
                .Select(i => new
                {
                    i.Id,
                    i.TraceId,
                    i.Preview,
                    i.LabelCount,
                })
                .ToListAsync(cancellationToken);
            suggestions.AddRange(
                rows.Select(r => new GoldenSuggestion(
                    r.Id,
                    r.TraceId,
                    r.Preview,
                    $"{r.LabelCount} labels without disagreement; no golden item is in the pattern {pattern.Value}"
                ))
            );
        }

        foreach (var gap in gaps)
        {
            var segment = gap == Nothing ? null : gap;
            var rows = await agreed
                .Where(i => i.Segment == segment)
                .OrderByDescending(i => i.LabelCount)
                .ThenByDescending(i => i.Id)
                .Take(MaxSuggestions / 2)
                .Select(i => new
                {
                    i.Id,
                    i.TraceId,
                    i.Preview,
                    i.LabelCount,
                })
                .ToListAsync(cancellationToken);
            suggestions.AddRange(
                rows.Select(r => new GoldenSuggestion(
                    r.Id,
                    r.TraceId,
                    r.Preview,
                    $"{r.LabelCount} labels without disagreement; segment {gap} has few golden items"
                ))
            );
        }

        if (gaps.Count == 0)
            suggestions.AddRange(
                (
                    await agreed
                        .OrderByDescending(i => i.LabelCount)
                        .ThenByDescending(i => i.Id)
                        .Take(MaxSuggestions)
                        .Select(i => new
                        {
                            i.Id,
                            i.TraceId,
                            i.Preview,
                            i.LabelCount,
                        })
                        .ToListAsync(cancellationToken)
                ).Select(r => new GoldenSuggestion(r.Id, r.TraceId, r.Preview, $"{r.LabelCount} labels without disagreement"))
            );
        return [.. suggestions.DistinctBy(s => s.InteractionId).Take(MaxSuggestions)];
    }

    private const string Nothing = "none";

    private static IEnumerable<GoldenCoverage> Of(string dimension, List<string?> traffic, List<string?> golden)
    {
        var items = golden.GroupBy(g => g ?? Nothing).ToDictionary(g => g.Key, g => g.Count());
        var shares = traffic.GroupBy(t => t ?? Nothing).ToDictionary(g => g.Key, g => (double)g.Count() / traffic.Count);
        // A dimension without any values is left out.
        if (shares.Keys.Union(items.Keys).All(k => k == Nothing))
            return [];
        return shares
            .Keys.Union(items.Keys)
            .Select(k => new GoldenCoverage(dimension, k, shares.GetValueOrDefault(k), items.GetValueOrDefault(k)))
            .OrderByDescending(c => c.TrafficShare)
            .Take(MaxValues);
    }

    private static void Demand(PersonAccess access, WorkflowRef workflow)
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only leads of the workflow can see coverage.");
    }
}
