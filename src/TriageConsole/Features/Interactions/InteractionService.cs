using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Patterns;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Triage;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Redaction;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Interactions;

/// <summary>Finds interactions and reads single ones. Lists do not read payloads.</summary>
public sealed class InteractionService(IDbContextFactory<TriageDbContext> contexts, KeyHashing keys)
{
    public const int MaxPage = 500;

    internal static readonly Expression<Func<Interaction, InteractionRow>> AsRow = i => new InteractionRow(
        i.Id,
        i.TraceId,
        i.Workflow!.Key,
        i.Workflow.Tenant!.Key,
        i.TaskId,
        i.Timestamp,
        i.UserId,
        i.SessionId,
        i.Segment,
        i.Country,
        i.ModelId,
        i.ModelVersion,
        i.ServedModel,
        i.PromptVersion,
        i.DeploymentId,
        i.Release,
        i.KnowledgeVersion,
        i.ErrorKind,
        i.ClientLatencyMs ?? i.ServerLatencyMs,
        i.OutcomeMetric,
        i.OutcomeValue,
        i.Suspicion,
        i.NeedsReview,
        i.LabelCount,
        i.Preview,
        i.ErrorClass == null ? null
            : i.ErrorClass == (short)ErrorClass.OneOff ? "one-off"
            : i.ErrorClass == (short)ErrorClass.Systematic ? "systematic"
            : "conceptual"
    );

    /// <summary>The interactions of the workflows that a person leads (or of the given one), newest first.</summary>
    public async Task<Page<InteractionRow>> SearchAsync(
        PersonAccess access,
        long? workflowId,
        InteractionFilter filter,
        string? cursor,
        int limit,
        CancellationToken cancellationToken = default
    )
    {
        var scope = access.Scope(Role.Lead);
        return await SearchAsync(
            all => all.InReach(scope).Where(w => workflowId == null || w.Id == workflowId),
            filter,
            cursor,
            limit,
            cancellationToken
        );
    }

    /// <summary>The interactions of a tenant, for an API key.</summary>
    /// <exception cref="FormatException">The cursor is not a cursor of this list.</exception>
    public Task<Page<InteractionRow>> SearchAsync(
        ApiCaller caller,
        string? workflow,
        InteractionFilter filter,
        string? cursor,
        int limit,
        CancellationToken cancellationToken = default
    )
    {
        var tenantId = caller.TenantId;
        return SearchAsync(
            all => all.Where(w => w.TenantId == tenantId && (workflow == null || w.Key == workflow)),
            filter,
            cursor,
            limit,
            cancellationToken
        );
    }

    /// <summary>One interaction for a lead of its workflow; null if it does not exist or the person cannot see it.</summary>
    public async Task<InteractionDetail?> ReadAsync(
        PersonAccess access,
        string traceId,
        string? tenantKey,
        CancellationToken cancellationToken = default
    )
    {
        var scope = access.Scope(Role.Lead);
        traceId = (await keys.GetAsync(cancellationToken)).Stored(traceId)!;
        return await ReadAsync(
            q => InReach(q, scope).Where(i => i.TraceId == traceId && (tenantKey == null || i.Workflow!.Tenant!.Key == tenantKey)),
            cancellationToken
        );
    }

    /// <summary>One interaction of a tenant, for an API key.</summary>
    public async Task<InteractionDetail?> ReadAsync(ApiCaller caller, string traceId, CancellationToken cancellationToken = default)
    {
        var tenantId = caller.TenantId;
        traceId = (await keys.GetAsync(cancellationToken)).Stored(traceId)!;
        return await ReadAsync(q => q.Where(i => i.TenantId == tenantId && i.TraceId == traceId), cancellationToken);
    }

    /// <summary>The failures in a pattern of the workflow, newest first.</summary>
    public async Task<Page<InteractionRow>> OfPatternAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long patternId,
        string? cursor,
        int limit,
        CancellationToken cancellationToken = default
    )
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only leads of the workflow can see its patterns.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = db
            .Interactions.AsNoTracking()
            .Where(i => i.WorkflowId == workflow.Id && db.PatternMembers.Any(m => m.PatternId == patternId && m.InteractionId == i.Id));
        return await PageAsync(After(rows, cursor), Math.Clamp(limit, 1, MaxPage), cancellationToken);
    }

    private static IQueryable<Interaction> InReach(IQueryable<Interaction> rows, AccessScope scope)
    {
        var (everywhere, tenants, workflows) = (scope.Everywhere, scope.Tenants, scope.Workflows);
        return everywhere ? rows : rows.Where(i => tenants.Contains(i.TenantId) || workflows.Contains(i.WorkflowId));
    }

    private async Task<Page<InteractionRow>> SearchAsync(
        Func<IQueryable<Workflow>, IQueryable<Workflow>> scope,
        InteractionFilter filter,
        string? cursor,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        limit = Math.Clamp(limit, 1, MaxPage);
        var rows = After(filter.WithStoredKeys(await keys.GetAsync(cancellationToken)).Apply(db.Interactions.AsNoTracking()), cursor);
        // The newest of each workflow, by the index of its times. A condition on the workflow that is no join key keeps the subquery per
        // workflow. Without it, EF Core numbers all rows of all workflows, and the database reads each of them.
        var newest = scope(db.Workflows)
            .SelectMany(w =>
                rows.Where(i => i.TenantId == w.TenantId && i.WorkflowId == w.Id && w.Id > 0)
                    .OrderByDescending(i => i.Timestamp)
                    .ThenByDescending(i => i.Id)
                    .Take(limit + 1)
            );
        return await PageAsync(newest, limit, cancellationToken);
    }

    private static IQueryable<Interaction> After(IQueryable<Interaction> rows, string? cursor) =>
        InteractionCursor.Parse(cursor) is { Timestamp: var at, Id: var id }
            // The first condition is a bound of the index; the second alone is none.
            ? rows.Where(i => i.Timestamp <= at && (i.Timestamp < at || i.Id < id))
            : rows;

    private static async Task<Page<InteractionRow>> PageAsync(IQueryable<Interaction> rows, int limit, CancellationToken cancellationToken)
    {
        // Reads one row more than requested to know whether there is a next page.
        var found = await rows.OrderByDescending(i => i.Timestamp)
            .ThenByDescending(i => i.Id)
            .Take(limit + 1)
            .Select(AsRow)
            .ToListAsync(cancellationToken);
        var items = found.Take(limit).ToList();
        return new Page<InteractionRow>(
            items,
            found.Count > limit ? new InteractionCursor(items[^1].Timestamp, items[^1].Id).ToString() : null
        );
    }

    private async Task<InteractionDetail?> ReadAsync(
        Func<IQueryable<Interaction>, IQueryable<Interaction>> scope,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await scope(db.Interactions.AsNoTracking()).OrderBy(i => i.Id).Select(AsRow).FirstOrDefaultAsync(cancellationToken);
        if (row is null)
            return null;
        var payload = await db.InteractionPayloads.AsNoTracking().SingleOrDefaultAsync(p => p.InteractionId == row.Id, cancellationToken);
        var signals = await db
            .Signals.Where(s => s.InteractionId == row.Id)
            .OrderBy(s => s.Timestamp)
            .ThenBy(s => s.Id)
            .Select(s => new SignalRow(
                s.Type,
                s.Name,
                s.NumericValue,
                s.TextValue,
                s.Comment,
                s.UserId,
                s.Role,
                s.Timestamp,
                s.Polarity,
                s.Strength,
                s.Trust,
                s.Weight
            ))
            .ToListAsync(cancellationToken);
        var queue = await db
            .QueueItems.Where(q => q.InteractionId == row.Id)
            .OrderBy(q => q.Id)
            .Select(q => new QueuePlace(q.Source.ToString(), q.Priority, q.Reason, q.OpenSlots, q.Slots, q.LabelsDone, q.DroppedAt != null))
            .ToListAsync(cancellationToken);
        return new InteractionDetail(
            row,
            payload?.Input,
            payload?.Output,
            payload?.Messages,
            payload?.Context,
            signals,
            await LabelsAsync(db, row.Id, cancellationToken),
            queue
        );
    }

    private static async Task<IReadOnlyList<LabelRow>> LabelsAsync(
        TriageDbContext db,
        long interactionId,
        CancellationToken cancellationToken
    )
    {
        var labels = await (
            from l in db.Labels.AsNoTracking()
            where l.InteractionId == interactionId && l.IsCurrent
            join v in db.RubricVersions on l.RubricVersionId equals v.Id
            orderby l.CreatedAt, l.LabelerId, l.Turn, l.Id
            select new
            {
                l.Id,
                Labeler = l.Labeler!.Name,
                l.Labeler.Kind,
                Rubric = v.Rubric!.Name,
                v.Number,
                l.CreatedAt,
                l.Revision,
                l.IsExtra,
                l.Turn,
            }
        )
            .Take(200)
            .ToListAsync(cancellationToken);
        var ids = labels.Select(l => l.Id).ToArray();
        var answers = (await db.LabelAnswers.AsNoTracking().Where(a => ids.Contains(a.LabelId)).ToListAsync(cancellationToken)).ToLookup(
            a => a.LabelId
        );
        return labels.ConvertAll(l => new LabelRow(
            l.Labeler,
            Word(l.Kind),
            l.Rubric,
            l.Number,
            l.CreatedAt,
            l.Revision,
            l.IsExtra,
            AnswerKey.MessageOf(l.Turn),
            answers[l.Id].OrderBy(a => a.Criterion, StringComparer.Ordinal).Select(a => KeyValuePair.Create(a.Criterion, a.Value)).ToList()
        ));
    }

    /// <summary>The name of a kind of labeler in the API and on pages.</summary>
    internal static string Word(LabelerKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>The name of a source of queue items in the API and on pages.</summary>
    internal static string Word(QueueSource source) =>
        source switch
        {
            QueueSource.GoldenCheck => "golden check",
            _ => source.ToString().ToLowerInvariant(),
        };
}
