using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Agreement;
using TriageConsole.Data.Rubrics;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Rubrics;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Agreement.Adjudications;

/// <summary>Reads disagreements, for leads of their workflow and for applications of its tenant.</summary>
public sealed class DisagreementReader(IDbContextFactory<TriageDbContext> contexts, RubricService rubrics)
{
    public const int PageSize = 100;

    /// <summary>A page of the disagreements in one state, the most uncertain first.</summary>
    /// <exception cref="AccessDeniedException">The person does not lead the workflow.</exception>
    public async Task<ListPage<DisputeRow>> ListAsync(
        PersonAccess access,
        WorkflowRef workflow,
        DisagreementState state,
        int page = 1,
        CancellationToken cancellationToken = default
    )
    {
        AdjudicationService.Demand(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var all = db
            .Disagreements.Where(d => d.WorkflowId == workflow.Id && d.State == state)
            .OrderByDescending(d => d.Severity)
            .ThenBy(d => d.InteractionId);
        var total = await all.CountAsync(cancellationToken);
        var number = Math.Clamp(page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        return new ListPage<DisputeRow>(
            await RowsAsync(db, all.Skip((number - 1) * PageSize).Take(PageSize), cancellationToken),
            total,
            number,
            PageSize
        );
    }

    /// <summary>The same for an application of the workflow's tenant.</summary>
    internal async Task<IReadOnlyList<DisputeRow>> ListAsync(long workflowId, DisagreementState state, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = db
            .Disagreements.Where(d => d.WorkflowId == workflowId && d.State == state)
            .OrderByDescending(d => d.Severity)
            .ThenBy(d => d.InteractionId);
        return await RowsAsync(db, rows.Take(PageSize), cancellationToken);
    }

    /// <summary>
    /// The number of open disagreements in each of these workflows that the person leads. Counts up to one more than a page, because a list
    /// shows no more. Workflows without any are left out.
    /// </summary>
    public async Task<IReadOnlyDictionary<long, int>> CountOpenAsync(
        PersonAccess access,
        IReadOnlyCollection<long> workflows,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var led = db.Workflows.InReach(access.Scope(Role.Lead)).Where(w => workflows.Contains(w.Id));
        return await OpenOf(db, led).ToDictionaryAsync(w => w.Id, w => w.Open, cancellationToken);
    }

    /// <summary>The workflows that the person leads with the most open disagreements, up to one more than a page in each.</summary>
    public async Task<IReadOnlyList<(WorkflowRef Workflow, int Open)>> WaitingAsync(
        PersonAccess access,
        int count,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await OpenOf(db, db.Workflows.InReach(access.Scope(Role.Lead)))
            .OrderByDescending(w => w.Open)
            .ThenBy(w => w.Id)
            .Take(count)
            .ToListAsync(cancellationToken);
        var ids = rows.ConvertAll(r => r.Id);
        var refs = await db
            .Workflows.Where(w => ids.Contains(w.Id))
            .Select(WorkflowDirectory.AsRef)
            .ToDictionaryAsync(w => w.Id, cancellationToken);
        return rows.ConvertAll(r => (refs[r.Id], r.Open));
    }

    private static IQueryable<OpenCount> OpenOf(TriageDbContext db, IQueryable<Workflow> workflows) =>
        workflows
            .Select(w => new OpenCount
            {
                Id = w.Id,
                Open = db
                    .Disagreements.Where(d => d.WorkflowId == w.Id && d.State == DisagreementState.Open)
                    .OrderByDescending(d => d.Severity)
                    .Take(PageSize + 1)
                    .Count(),
            })
            .Where(w => w.Open > 0);

    /// <summary>Null if the workflow has no such disagreement.</summary>
    /// <exception cref="AccessDeniedException">The person does not lead the workflow.</exception>
    public async Task<DisputeWork?> OpenAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long interactionId,
        CancellationToken cancellationToken = default
    )
    {
        AdjudicationService.Demand(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await RowsAsync(
            db,
            db.Disagreements.Where(d => d.WorkflowId == workflow.Id && d.InteractionId == interactionId),
            cancellationToken
        )
            is [var only]
            ? only
            : null;
        var content = await ItemLoader.ContentAsync(db, workflow.TenantId, interactionId, cancellationToken);
        if (row is null || content is null)
            return null;
        var labels = await db
            .Labels.AsNoTracking()
            .Where(l => l.InteractionId == interactionId && l.IsCurrent)
            .OrderBy(l => l.Id)
            .Select(l => new
            {
                Label = l,
                l.Labeler,
                l.Answers,
                Version = db
                    .RubricVersions.Where(v => v.Id == l.RubricVersionId)
                    .Select(v => new
                    {
                        v.Number,
                        v.RubricId,
                        v.Rubric!.Key,
                    })
                    .Single(),
            })
            .ToListAsync(cancellationToken);
        var own = await IsOwnAsync(db, interactionId, cancellationToken);
        var rubric = own
            ? await rubrics.EnsureForWorkflowAsync(workflow.Id, cancellationToken)
            : await ImportedAsync(db, workflow.Id, cancellationToken);
        var rubricId = await db.RubricVersions.Where(v => v.Id == rubric.VersionId).Select(v => v.RubricId).SingleAsync(cancellationToken);
        // A labeler's labels of the turns of one interaction are shown as one.
        var given = labels
            .GroupBy(l => (l.Label.LabelerId, l.Version.RubricId))
            .Select(g => (Newest: g.MaxBy(l => l.Version.Number)!, All: g.ToList()))
            .Select(l => new GivenLabel(
                new LabelerName(l.Newest.Labeler!.Id, l.Newest.Labeler.Key, l.Newest.Labeler.Name, l.Newest.Labeler.Kind),
                l.Newest.Version.RubricId == rubricId && l.Newest.Version.Number < rubric.Number ? l.Newest.Version.Number : null,
                l.All.Exists(x => x.Answers.Exists(a => rubric.Definition.Find(a.Criterion) is not null)),
                l.All.SelectMany(x => x.Answers.Select(a => (Key: AnswerKey.Of(a.Criterion, x.Label.Turn).ToString(), a.Value)))
                    .ToDictionary(a => a.Key, a => a.Value),
                l.All.Select(x => x.Label.Comment).FirstOrDefault(c => !string.IsNullOrEmpty(c)),
                l.All.Max(x => x.Label.CreatedAt)
            ))
            .ToList();
        var last = await db
            .Adjudications.AsNoTracking()
            .Where(a => a.InteractionId == interactionId)
            .OrderByDescending(a => a.Number)
            .FirstOrDefaultAsync(cancellationToken);
        if (!own)
            rubric = rubric with
            {
                Definition = rubric.Definition.NarrowedTo(given.SelectMany(g => g.Answers.Keys).ToHashSet(), row.Questions),
            };
        return new DisputeWork(
            row,
            content,
            rubric,
            given,
            await LikeliestAnswers.OfAsync(
                db,
                workflow.Id,
                interactionId,
                LabelingService.RubricFor(rubric.Definition, content),
                cancellationToken
            ),
            last is null ? null : Past(last),
            await db.GoldenItems.AnyAsync(g => g.InteractionId == interactionId && g.RetiredAt == null, cancellationToken)
        );
    }

    private static PastDecision Past(Adjudication a) =>
        new(a.Number, a.DecidedBy, a.DecidedAt, a.Cause, a.Note, JsonSerializer.Deserialize<Dictionary<string, string>>(a.Answers)!);

    private static async Task<IReadOnlyList<DisputeRow>> RowsAsync(
        TriageDbContext db,
        IQueryable<Disagreement> disputes,
        CancellationToken cancellationToken
    )
    {
        var rows = await (
            from d in disputes.AsNoTracking()
            join i in db.Interactions on d.InteractionId equals i.Id
            orderby d.Severity descending, d.InteractionId
            select new
            {
                Row = d,
                i.TraceId,
                i.Preview,
            }
        ).ToListAsync(cancellationToken);
        return rows.ConvertAll(r => new DisputeRow(
            r.Row.InteractionId,
            r.TraceId,
            r.Preview,
            r.Row.State,
            r.Row.Severity,
            r.Row.Labelers,
            r.Row.Questions.Split('\n'),
            r.Row.ChangedAt
        ));
    }

    /// <summary>
    /// True if the decision uses the workflow's own rubric: one of its questions is in disagreement (imported labels can answer them too),
    /// or no question of another rubric is.
    /// </summary>
    private static async Task<bool> IsOwnAsync(TriageDbContext db, long interactionId, CancellationToken cancellationToken)
    {
        var entries = await (
            from e in db.AgreementEntries.AsNoTracking()
            where e.InteractionId == interactionId
            join c in db.AgreementCriteria on e.CriterionId equals c.Id
            select new
            {
                e.CriterionId,
                e.Turn,
                e.ValueId,
                IsOwn = db.RubricVersions.Any(v => v.Id == c.RubricVersionId && v.Rubric!.Key != Rubric.ImportedKey),
            }
        ).ToListAsync(cancellationToken);
        var disputed = entries
            .GroupBy(e => (e.CriterionId, e.Turn, e.IsOwn))
            .Where(g => g.Select(e => e.ValueId).Distinct().Count() > 1)
            .Select(g => g.Key.IsOwn)
            .ToList();
        return disputed.Contains(true) || (disputed.Count == 0 && entries.Exists(e => e.IsOwn));
    }

    private static async Task<PublishedRubric> ImportedAsync(TriageDbContext db, long workflowId, CancellationToken cancellationToken)
    {
        var version = await db
            .RubricVersions.AsNoTracking()
            .Where(v => v.Rubric!.WorkflowId == workflowId && v.Rubric.Key == Rubric.ImportedKey)
            .OrderByDescending(v => v.Number)
            .FirstAsync(cancellationToken);
        return new PublishedRubric(version.Id, version.Number, "Imported labels", RubricDefinition.FromStored(version.Definition));
    }

    private sealed class OpenCount
    {
        public long Id { get; init; }

        public int Open { get; init; }
    }
}
