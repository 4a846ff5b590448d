using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Evaluation;
using TriageConsole.Core.Patterns;
using TriageConsole.Data;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Agreement.Judges;
using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Evaluation.Judges;

/// <summary>Reads where a judge differs from experts: by question, by answer and by pattern.</summary>
public sealed class JudgeErrorReader(
    IDbContextFactory<TriageDbContext> contexts,
    AgreementService agreement,
    JudgeService judges,
    IJudgeBindings bindings
)
{
    private const int MaxExamples = 50;
    private const int MaxPatterns = 20;

    /// <summary>The judges of a workflow with their calibration.</summary>
    /// <exception cref="AccessDeniedException">The person is not a lead of the workflow.</exception>
    public async Task<JudgeOverview> OverviewAsync(PersonAccess access, WorkflowRef workflow, CancellationToken cancellationToken = default)
    {
        JudgeRunService.DemandLead(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return new JudgeOverview(
            await db.Workflows.Where(w => w.Id == workflow.Id).Select(w => w.JudgeBar).SingleAsync(cancellationToken),
            await bindings.CurrentAsync(workflow.Id, cancellationToken),
            await judges.ListAsync(workflow.Id, cancellationToken)
        );
    }

    /// <summary>The errors of one judge.</summary>
    /// <exception cref="AccessDeniedException">The person is not a lead of the workflow.</exception>
    public Task<IReadOnlyList<JudgeErrors>> ReadAsync(
        PersonAccess access,
        WorkflowRef workflow,
        JudgeBinding? binding,
        string judge,
        CancellationToken cancellationToken = default
    )
    {
        JudgeRunService.DemandLead(access, workflow);
        return ReadAsync(workflow.TenantId, workflow.Id, binding, judge, cancellationToken);
    }

    /// <summary>For a workflow that the caller was allowed to read.</summary>
    internal async Task<IReadOnlyList<JudgeErrors>> ReadAsync(
        long tenantId,
        long workflowId,
        JudgeBinding? binding,
        string judge,
        CancellationToken cancellationToken
    )
    {
        if (judge.Contains('\0', StringComparison.Ordinal))
            return [];
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var labeler = await db
            .Labelers.Where(l => l.TenantId == tenantId && l.Key == judge && l.Kind == LabelerKind.Judge)
            .Select(l => (long?)l.Id)
            .SingleOrDefaultAsync(cancellationToken);
        if (labeler is not { } labelerId)
            return [];
        var answered = await db
            .AgreementEntries.Where(e => e.LabelerId == labelerId)
            .Select(e => e.CriterionId)
            .Distinct()
            .ToListAsync(cancellationToken);
        var errors = new List<JudgeErrors>();
        foreach (
            var question in (await agreement.QuestionsAsync(workflowId, cancellationToken)).Where(q => q.IsAsked && answered.Contains(q.Id))
        )
        {
            var pairs = (await JudgePairs.ReadAsync(db, question.Id, [labelerId], cancellationToken))
                .Where(p => binding?.VersionId is not { } version || p.VersionId == version)
                .ToList();
            if (pairs.Count > 0)
                errors.Add(await OfAsync(db, workflowId, question, pairs, cancellationToken));
        }

        return errors;
    }

    private static async Task<JudgeErrors> OfAsync(
        TriageDbContext db,
        long workflowId,
        AgreementQuestion question,
        List<JudgePair> pairs,
        CancellationToken cancellationToken
    )
    {
        var wrong = pairs.Where(p => p.Verdict != p.Expert).ToList();
        var patterns = await PatternsAsync(db, workflowId, pairs, cancellationToken);
        var tasks = await TasksAsync(db, wrong, cancellationToken);
        var shown = wrong.Where(p => !JudgePrompts.IsHeldOut(tasks[p.InteractionId])).OrderByDescending(p => p.InteractionId).ToList();
        var examples = shown.Take(MaxExamples).ToList();
        var ids = examples.Select(p => p.InteractionId).Distinct().ToArray();
        var rows = await db
            .Interactions.Where(i => ids.Contains(i.Id))
            .Select(i => new
            {
                i.Id,
                i.TraceId,
                i.Preview,
            })
            .ToDictionaryAsync(i => i.Id, cancellationToken);
        return new JudgeErrors(
            question,
            pairs.Count,
            wrong.Count,
            JudgeTrials.Kappa(pairs.ConvertAll(p => (p.Verdict, p.Expert))),
            [
                .. pairs
                    .GroupBy(p => (p.Expert, p.Verdict))
                    .Select(g => new JudgeConfusion(g.Key.Expert, g.Key.Verdict, g.Count()))
                    .OrderByDescending(c => c.Items)
                    .ThenBy(c => c.Expert, StringComparer.Ordinal)
                    .ThenBy(c => c.Judge, StringComparer.Ordinal),
            ],
            ByPattern(pairs, patterns),
            [
                .. examples.Select(p => new JudgeError(
                    p.InteractionId,
                    rows[p.InteractionId].TraceId,
                    rows[p.InteractionId].Preview,
                    p.Verdict,
                    p.Expert,
                    [.. patterns[p.InteractionId].Select(m => m.Name)]
                )),
            ],
            wrong.Count - shown.Count
        );
    }

    private static IReadOnlyList<JudgePatternErrors> ByPattern(List<JudgePair> pairs, ILookup<long, (long Id, string Name)> patterns) =>
        [
            .. pairs
                .SelectMany(p =>
                    patterns[p.InteractionId].Select(m => ((long?)m.Id, (string?)m.Name)).DefaultIfEmpty((null, null)).Select(m => (m, p))
                )
                .GroupBy(x => x.m, x => x.p)
                .Select(g =>
                {
                    var errors = g.Count(p => p.Verdict != p.Expert);
                    var (low, high) = PatternStatistics.Wilson(errors, g.Count());
                    return new JudgePatternErrors(g.Key.Item1, g.Key.Item2, g.Count(), errors, low, high);
                })
                .OrderBy(p => p.PatternId is null)
                .ThenByDescending(p => (double)p.Errors / p.Items)
                .ThenByDescending(p => p.Items)
                .ThenBy(p => p.Name, StringComparer.Ordinal)
                .Take(MaxPatterns),
        ];

    /// <summary>The current patterns of the compared interactions. Only failures are members of a pattern.</summary>
    private static async Task<ILookup<long, (long Id, string Name)>> PatternsAsync(
        TriageDbContext db,
        long workflowId,
        List<JudgePair> pairs,
        CancellationToken cancellationToken
    )
    {
        var members = new List<(long Interaction, (long, string) Pattern)>();
        foreach (var some in pairs.Select(p => p.InteractionId).Distinct().Chunk(1000))
        {
            var rows = await (
                from m in db.PatternMembers
                where some.Contains(m.InteractionId)
                join p in db.FailurePatterns on m.PatternId equals p.Id
                where p.WorkflowId == workflowId && p.IsCurrent
                select new
                {
                    m.InteractionId,
                    p.Id,
                    p.Name,
                }
            ).ToListAsync(cancellationToken);
            members.AddRange(rows.Select(r => (r.InteractionId, (r.Id, r.Name))));
        }

        return members.ToLookup(m => m.Interaction, m => m.Pattern);
    }

    private static async Task<Dictionary<long, string>> TasksAsync(
        TriageDbContext db,
        List<JudgePair> pairs,
        CancellationToken cancellationToken
    )
    {
        var tasks = new Dictionary<long, string>();
        foreach (var some in pairs.Select(p => p.InteractionId).Distinct().Chunk(1000))
        foreach (
            var row in await db
                .Interactions.Where(i => some.Contains(i.Id))
                .Select(i => new { i.Id, i.TaskId })
                .ToListAsync(cancellationToken)
        )
            tasks[row.Id] = row.TaskId;
        return tasks;
    }
}
