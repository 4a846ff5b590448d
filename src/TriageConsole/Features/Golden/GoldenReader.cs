using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Agreement;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Golden;
using TriageConsole.Data.Rubrics;
using TriageConsole.Features.Agreement.Judges;
using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Rubrics;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Golden;

/// <summary>
/// Reads golden sets. Leads see all items of a workflow, other owners their own. Labelers never learn which items are golden.
/// </summary>
public sealed class GoldenReader(IDbContextFactory<TriageDbContext> contexts, RubricService rubrics, TimeProvider time)
{
    /// <summary>Minimum number of checks before an item counts as disputed, and the share of right answers below which it does.</summary>
    private const int EnoughChecks = 3;

    private const double DisputedShare = 0.5;

    /// <summary>Maximum number of workflows on the home page, those with the most due items first.</summary>
    private const int MaxDue = 20;

    /// <summary>Whether the person may open the golden set: they lead the workflow or own an item.</summary>
    public async Task<bool> MayOpenAsync(PersonAccess access, WorkflowRef workflow, CancellationToken cancellationToken = default)
    {
        if (access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            return true;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return HasARole(access, workflow)
            && await db.GoldenItems.AnyAsync(g => g.WorkflowId == workflow.Id && g.OwnerId == access.UserId, cancellationToken);
    }

    public static bool HasARole(PersonAccess access, WorkflowRef workflow) =>
        Enum.GetValues<Role>().Any(r => access.Has(r, workflow.TenantId, workflow.Id));

    /// <summary>
    /// Items with problems first, then by review date; retired ones last. Problems depend on rubrics too, so all items are read and the
    /// page is cut afterwards.
    /// </summary>
    public async Task<IReadOnlyList<GoldenRow>> ListAsync(
        PersonAccess access,
        WorkflowRef workflow,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await RowsAsync(db, workflow, InReach(db, access, workflow), cancellationToken);
        return [.. rows.OrderBy(r => r.RetiredAt is not null).ThenBy(r => r.Trouble == GoldenTrouble.None).ThenBy(r => r.RefreshDueAt)];
    }

    /// <summary>Null if the item does not exist or the person may not see it.</summary>
    public async Task<GoldenWork?> OpenAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long itemId,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await RowsAsync(db, workflow, InReach(db, access, workflow).Where(g => g.Id == itemId), cancellationToken) is not [var row])
            return null;
        var item = await db.GoldenItems.AsNoTracking().Include(g => g.Versions).SingleAsync(g => g.Id == itemId, cancellationToken);
        var content = (await ItemLoader.ContentAsync(db, workflow.TenantId, item.InteractionId, cancellationToken))!;
        var version = item.Versions.Single(v => v.Number == item.Number);
        var checks = await db
            .GoldenChecks.AsNoTracking()
            .Where(c => c.GoldenItemId == itemId && c.Number == item.Number)
            .GroupBy(c => c.Criterion)
            .Select(g => new
            {
                g.Key,
                All = g.LongCount(),
                Right = g.LongCount(c => c.IsRight),
            })
            .ToListAsync(cancellationToken);
        var rubric = await RubricOfAsync(db, workflow.Id, version.RubricVersionId, cancellationToken);
        var expected = JsonSerializer.Deserialize<Dictionary<string, string>>(version.Answers)!;
        rubric = rubric with { Definition = rubric.Definition.NarrowedTo(expected.Keys.ToHashSet(), []) };
        rubric = rubric with { Definition = LabelingService.RubricFor(rubric.Definition, content) };
        var known = rubric.Definition.Criteria.Select(c => c.Key).ToHashSet();
        return new GoldenWork(
            row,
            item.Provenance,
            item.CadenceDays,
            item.RetiredReason,
            item.RowVersion,
            content,
            rubric,
            expected.Where(a => known.Contains(a.Key)).ToDictionary(),
            version.ExpectedOutput,
            [
                .. item
                    .Versions.OrderByDescending(v => v.Number)
                    .Select(v => new GoldenVersionRow(v.Number, v.MadeBy, v.MadeAt, v.Reason, v.AdjudicationId is not null)),
            ],
            [.. checks.OrderBy(c => (double)c.Right / c.All).Select(c => new GoldenDispute(c.Key, LabelerTrust.Of(c.Right, c.All)))]
        );
    }

    /// <summary>The golden item of an interaction, for a lead.</summary>
    public async Task<long?> OfInteractionAsync(WorkflowRef workflow, long interactionId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .GoldenItems.Where(g => g.InteractionId == interactionId && g.WorkflowId == workflow.Id)
            .Select(g => (long?)g.Id)
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>An interaction of the workflow as a labeler sees it, for a new golden item; null if the trace id is unknown.</summary>
    public async Task<(long Id, BlindContent Content)?> InteractionAsync(
        PersonAccess access,
        WorkflowRef workflow,
        string traceId,
        CancellationToken cancellationToken = default
    )
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            return null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var id = await db
            .Interactions.Where(i => i.TenantId == workflow.TenantId && i.WorkflowId == workflow.Id && i.TraceId == traceId)
            .Select(i => (long?)i.Id)
            .SingleOrDefaultAsync(cancellationToken);
        return id is { } known ? (known, (await ItemLoader.ContentAsync(db, workflow.TenantId, known, cancellationToken))!) : null;
    }

    /// <summary>People who can sign in and have a role on the workflow.</summary>
    public async Task<IReadOnlyList<GoldenOwner>> OwnersAsync(WorkflowRef workflow, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Owners(db, workflow)
            .OrderBy(u => u.DisplayName)
            .Select(u => new GoldenOwner(u.Id, u.DisplayName))
            .ToListAsync(cancellationToken);
    }

    /// <summary>The number of due items of a person, by workflow.</summary>
    public async Task<IReadOnlyList<(string Address, string Name, int Due)>> DueAsync(
        PersonAccess access,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var rows = await (
            from g in db.GoldenItems
            where g.OwnerId == access.UserId && g.RetiredAt == null && (g.RefreshDueAt <= now || g.Exposures >= g.LeakBudget)
            join w in db.Workflows on g.WorkflowId equals w.Id
            group g by new
            {
                w.Id,
                w.TenantId,
                TenantKey = w.Tenant!.Key,
                w.Key,
                w.Name,
            } into items
            select new { items.Key, Due = items.Count() }
        )
            .OrderByDescending(r => r.Due)
            .ThenBy(r => r.Key.Id)
            .Take(MaxDue)
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(r => (Ref: new WorkflowRef(r.Key.Id, r.Key.TenantId, r.Key.TenantKey, r.Key.Key, r.Key.Name, true, null), r.Due))
                .Where(r => HasARole(access, r.Ref))
                .Select(r => (r.Ref.Address, r.Ref.Name, r.Due)),
        ];
    }

    /// <summary>The current rubric of an item: the imported one if its answers use it, otherwise the workflow's own.</summary>
    internal async Task<PublishedRubric> RubricOfAsync(
        TriageDbContext db,
        long workflowId,
        long versionId,
        CancellationToken cancellationToken
    )
    {
        var imported = await db
            .RubricVersions.AsNoTracking()
            .Where(v => v.Rubric!.Key == Rubric.ImportedKey && db.RubricVersions.Any(x => x.Id == versionId && x.RubricId == v.RubricId))
            .OrderByDescending(v => v.Number)
            .FirstOrDefaultAsync(cancellationToken);
        return imported is null
            ? await rubrics.EnsureForWorkflowAsync(workflowId, cancellationToken)
            : new PublishedRubric(imported.Id, imported.Number, "Imported labels", RubricDefinition.FromStored(imported.Definition));
    }

    internal static IQueryable<AppUser> Owners(TriageDbContext db, WorkflowRef workflow) =>
        db.Users.Where(u =>
            u.DisabledAt == null
            && db.RoleGrants.Any(g =>
                g.UserId == u.Id
                && (g.TenantId == null || (g.TenantId == workflow.TenantId && (g.WorkflowId == null || g.WorkflowId == workflow.Id)))
            )
        );

    /// <summary>All items of the workflow for a lead, otherwise the person's own items.</summary>
    private static IQueryable<GoldenItem> InReach(TriageDbContext db, PersonAccess access, WorkflowRef workflow)
    {
        var all = access.Has(Role.Lead, workflow.TenantId, workflow.Id);
        return db.GoldenItems.Where(g =>
            g.WorkflowId == workflow.Id && g.TenantId == workflow.TenantId && (all || g.OwnerId == access.UserId)
        );
    }

    private async Task<List<GoldenRow>> RowsAsync(
        TriageDbContext db,
        WorkflowRef workflow,
        IQueryable<GoldenItem> items,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var rows = await (
            from g in items.AsNoTracking()
            join i in db.Interactions on g.InteractionId equals i.Id
            join u in db.Users on g.OwnerId equals u.Id
            select new
            {
                Item = g,
                i.TraceId,
                i.Preview,
                i.Segment,
                Owner = u.DisplayName,
                Version = g.Versions.Single(v => v.Number == g.Number),
                Checks = db.GoldenChecks.Count(c => c.GoldenItemId == g.Id && c.Number == g.Number),
                Right = db.GoldenChecks.Count(c => c.GoldenItemId == g.Id && c.Number == g.Number && c.IsRight),
            }
        ).ToListAsync(cancellationToken);
        var owners = (await Owners(db, workflow).Select(u => u.Id).ToListAsync(cancellationToken)).ToHashSet();
        var questions = await WorkflowQuestions.LoadAsync(
            db,
            workflow.Id,
            cancellationToken,
            answered: [.. rows.Select(r => r.Version.RubricVersionId).Distinct()]
        );
        return rows.ConvertAll(r =>
        {
            var trouble =
                (r.Item.RefreshDueAt <= now ? GoldenTrouble.Stale : 0)
                | (r.Checks >= EnoughChecks && (double)r.Right / r.Checks < DisputedShare ? GoldenTrouble.Disputed : 0)
                | (r.Item.Exposures >= r.Item.LeakBudget ? GoldenTrouble.Leaked : 0)
                | (owners.Contains(r.Item.OwnerId) ? 0 : GoldenTrouble.OwnerLeft)
                | (GoldenChecks.Expected(questions, r.Version).All(e => questions.IsAsked(e.Question)) ? 0 : GoldenTrouble.Outdated);
            return new GoldenRow(
                r.Item.Id,
                r.Item.InteractionId,
                r.TraceId,
                r.Preview,
                r.Segment,
                r.Item.OwnerId,
                r.Owner,
                r.Item.IsLocked,
                r.Item.Number,
                r.Item.RefreshDueAt,
                r.Item.Exposures,
                r.Item.LeakBudget,
                r.Checks,
                r.Right,
                r.Item.RetiredAt is null ? trouble : GoldenTrouble.None,
                r.Item.RetiredAt,
                r.Item.RowVersion
            );
        });
    }
}
