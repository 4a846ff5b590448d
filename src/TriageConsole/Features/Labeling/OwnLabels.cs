using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Rubrics;
using TriageConsole.Security;

namespace TriageConsole.Features.Labeling;

/// <summary>The current labels of the signed-in person, in all their workflows.</summary>
public sealed class OwnLabels(IDbContextFactory<TriageDbContext> contexts)
{
    private static readonly SortKeys<Row> Sorts = new SortKeys<Row>()
        .Add("when", r => r.Label.CreatedAt)
        .Add("workflow", r => r.Workflow.Name)
        .Add("time", r => r.Label.TimeOnTaskMs);

    /// <summary>A page of the labels, the newest first.</summary>
    /// <param name="access">The person. Labels of workflows that the person can no longer label are left out.</param>
    /// <param name="find">A part of the request, of an answer or of the comment, or a whole trace id; null for all.</param>
    /// <param name="query">Order and page.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async Task<GridPage<OwnLabel>> PageAsync(
        PersonAccess access,
        string? find,
        GridQuery query,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var text = string.IsNullOrWhiteSpace(find) ? null : find.Trim();
        var (everywhere, tenants, workflows) = access.Scope(Data.Access.Role.Labeler, Data.Access.Role.Lead);
        var rows =
            from l in db.Labels.AsNoTracking()
            join i in db.Interactions on l.InteractionId equals i.Id
            join w in db.Workflows on l.WorkflowId equals w.Id
            where
                l.IsCurrent
                && db.Labelers.Any(p => p.Id == l.LabelerId && p.UserId == access.UserId)
                && (everywhere || tenants.Contains(l.TenantId) || workflows.Contains(l.WorkflowId))
                && (
                    text == null
                    || i.TraceId == text
                    || i.Preview.Contains(text)
                    || l.Comment!.Contains(text)
                    || l.Answers.Any(a => a.Value.Contains(text))
                )
            select new Row
            {
                Label = l,
                Interaction = i,
                Workflow = w,
            };
        var ordered =
            Sorts.Apply(rows, query)?.ThenByDescending(r => r.Label.Id)
            ?? rows.OrderByDescending(r => r.Label.CreatedAt).ThenByDescending(r => r.Label.Id);
        var page = await ordered.ToGridPageAsync(query, cancellationToken);
        var ids = page.Items.Select(r => r.Label.Id).ToArray();
        var answers = (await db.LabelAnswers.AsNoTracking().Where(a => ids.Contains(a.LabelId)).ToListAsync(cancellationToken)).ToLookup(
            a => a.LabelId
        );
        return page.With(r => new OwnLabel(
            r.Label.Id,
            r.Workflow.Name,
            r.Interaction.Preview,
            string.Join(
                ", ",
                answers[r.Label.Id].OrderBy(a => a.Criterion, StringComparer.Ordinal).Select(a => $"{a.Criterion}: {a.Value}")
            ),
            r.Label.Comment,
            r.Label.Turn,
            r.Label.TimeOnTaskMs,
            r.Label.Revision,
            r.Label.CreatedAt
        ));
    }

    /// <summary>One label with its item. Null if it is not the person's own, or the person can no longer label its workflow.</summary>
    public async Task<OwnLabelDetail?> FindAsync(PersonAccess access, long labelId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (everywhere, tenants, workflows) = access.Scope(Data.Access.Role.Labeler, Data.Access.Role.Lead);
        var row = await (
            from l in db.Labels.AsNoTracking()
            join w in db.Workflows on l.WorkflowId equals w.Id
            where
                l.Id == labelId
                && db.Labelers.Any(p => p.Id == l.LabelerId && p.UserId == access.UserId)
                && (everywhere || tenants.Contains(l.TenantId) || workflows.Contains(l.WorkflowId))
            select new
            {
                Label = l,
                Workflow = w.Name,
                Rubric = db.RubricVersions.Where(v => v.Id == l.RubricVersionId).Select(v => v.Definition).First(),
                Answers = l.Answers.ToList(),
            }
        ).SingleOrDefaultAsync(cancellationToken);
        if (
            row is null
            || await ItemLoader.ContentAsync(db, row.Label.TenantId, row.Label.InteractionId, cancellationToken) is not { } content
        )
            return null;
        var asked = RubricDefinition.FromStored(row.Rubric).Criteria;
        var known = asked.Where(c => row.Answers.Exists(a => a.Criterion == c.Key)).ToList();
        var answers = row.Answers.ToDictionary(a => a.Criterion, a => a.Value, StringComparer.Ordinal);
        return new OwnLabelDetail(
            row.Label.InteractionId,
            row.Workflow,
            row.Label.CreatedAt,
            row.Label.IsCurrent,
            row.Label.Turn,
            row.Label.Comment,
            [.. known.Select(c => (c.Label, RubricWords.Answer(c, answers[c.Key], AnswerValidation.MaxText)))],
            content
        );
    }

    private sealed class Row
    {
        public required Label Label { get; init; }

        public required Interaction Interaction { get; init; }

        public required Workflow Workflow { get; init; }
    }
}
