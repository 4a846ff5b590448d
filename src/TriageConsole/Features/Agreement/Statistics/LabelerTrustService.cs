using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Agreement;
using TriageConsole.Data;
using TriageConsole.Features.Agreement.Judges;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>Measures how accurate each labeler is.</summary>
public sealed class LabelerTrustService(IDbContextFactory<TriageDbContext> contexts, AgreementService agreement, TimeProvider time)
{
    /// <summary>Maximum number of rows: the labelers with the most labels.</summary>
    private const int MaxShown = 100;

    /// <summary>All labelers of a question, the lowest agreement first.</summary>
    public async Task<IReadOnlyList<LabelerStanding>> ListAsync(AgreementReport report, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var question = report.Question;
        var workflowId = await db
            .AgreementCriteria.Where(c => c.Id == question.Id)
            .Select(c => c.WorkflowId)
            .SingleAsync(cancellationToken);
        var consensus = await (
            from q in db.LabelerQualities.AsNoTracking()
            join l in db.Labelers on q.LabelerId equals l.Id
            where q.CriterionId == question.Id
            orderby q.Labels descending
            select new
            {
                Name = new LabelerName(l.Id, l.Key, l.Name, l.Kind),
                q.Labels,
                q.ExpectedRight,
            }
        )
            .Take(MaxShown)
            .ToListAsync(cancellationToken);
        var gold = await GoldenChecks
            .Current(db)
            .Where(c => c.WorkflowId == workflowId && c.Criterion == question.Key && c.SinceVersionId == question.SinceVersionId)
            .GroupBy(c => c.LabelerId)
            .Select(g => new
            {
                g.Key,
                Checks = g.LongCount(),
                Right = g.LongCount(c => c.IsRight),
            })
            .ToDictionaryAsync(g => g.Key, cancellationToken);
        var suggested = await (
            from s in db.LabelSuggestions
            join l in db.Labels on s.LabelId equals l.Id
            where l.WorkflowId == workflowId && l.IsCurrent
            group s.IsAccepted by l.LabelerId into g
            select new
            {
                g.Key,
                Shown = g.LongCount(),
                Accepted = g.LongCount(a => a),
            }
        ).ToDictionaryAsync(g => g.Key, cancellationToken);
        var names = consensus
            .Select(c => c.Name)
            .Concat(report.Labelers.Take(MaxShown).Select(l => l.Labeler))
            .DistinctBy(l => l.Id)
            .ToList();
        var missing = gold.Keys.Union(suggested.Keys).Except(names.Select(n => n.Id)).ToArray();
        names.AddRange(
            await db
                .Labelers.AsNoTracking()
                .Where(l => missing.Contains(l.Id))
                .Select(l => new LabelerName(l.Id, l.Key, l.Name, l.Kind))
                .ToListAsync(cancellationToken)
        );
        var (against, fitted) = (report.Labelers.ToDictionary(l => l.Labeler.Id), consensus.ToDictionary(c => c.Name.Id));
        return names
            .Select(n => new LabelerStanding(
                n,
                against.GetValueOrDefault(n.Id)?.Pairs ?? 0,
                against.GetValueOrDefault(n.Id)?.Agreed ?? 0,
                fitted.TryGetValue(n.Id, out var c) ? LabelerTrust.Of((long)Math.Round(c.ExpectedRight), c.Labels) : null,
                gold.TryGetValue(n.Id, out var g) ? LabelerTrust.Of(g.Right, g.Checks) : null
            )
            {
                Suggested = suggested.GetValueOrDefault(n.Id)?.Shown ?? 0,
                SuggestionsAccepted = suggested.GetValueOrDefault(n.Id)?.Accepted ?? 0,
            })
            .OrderBy(s => s.Gold?.Mean ?? s.Consensus?.Mean ?? s.AgreedShare ?? 1)
            .ThenBy(s => s.Labeler.Name, StringComparer.Ordinal)
            .ToList();
    }

    /// <summary>
    /// A labeler's own figures: each question of the current rubric, with hidden checks up to last week. Never the figures of other people.
    /// </summary>
    public async Task<IReadOnlyList<WorkflowTrust>> OwnAsync(long workflowId, long userId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var labeler = await db
            .Labelers.AsNoTracking()
            .Where(l => l.UserId == userId && db.Workflows.Any(w => w.Id == workflowId && w.TenantId == l.TenantId))
            .Select(l => (long?)l.Id)
            .SingleOrDefaultAsync(cancellationToken);
        if (labeler is null)
            return [];
        var consensus = await db
            .LabelerQualities.AsNoTracking()
            .Where(q => q.LabelerId == labeler)
            .ToDictionaryAsync(q => q.CriterionId, cancellationToken);
        // Only complete weeks: figures that change with each label would reveal which items are checks.
        var today = time.GetUtcNow().UtcDateTime.Date;
        var week = new DateTimeOffset(today.AddDays(-(((int)today.DayOfWeek + 6) % 7)), TimeSpan.Zero);
        var gold = await GoldenChecks
            .Current(db)
            .Where(c => c.WorkflowId == workflowId && c.LabelerId == labeler && c.CheckedAt < week)
            .GroupBy(c => new { c.Criterion, c.SinceVersionId })
            .Select(g => new
            {
                g.Key,
                Checks = g.LongCount(),
                Right = g.LongCount(c => c.IsRight),
            })
            .ToDictionaryAsync(g => g.Key, cancellationToken);
        return (await agreement.QuestionsAsync(workflowId, cancellationToken))
            .Where(q => q.IsAsked && !q.IsImported)
            .Select(q => new WorkflowTrust(
                q.Label,
                gold.TryGetValue(new { Criterion = q.Key, q.SinceVersionId }, out var g) ? LabelerTrust.Of(g.Right, g.Checks) : null,
                consensus.TryGetValue(q.Id, out var c) ? LabelerTrust.Of((long)Math.Round(c.ExpectedRight), c.Labels) : null
            ))
            .Where(t => t.Gold is not null || t.Consensus is not null)
            .ToList();
    }
}
