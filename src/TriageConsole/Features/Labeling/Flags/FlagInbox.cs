using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Labeling.Flags;

/// <summary>Reads flags and skips for the leads of a workflow. Flags that were taken back are not shown.</summary>
public sealed class FlagInbox(IDbContextFactory<TriageDbContext> contexts) : IOpenFlags
{
    public const int PageSize = 50;
    private const int MaxReasons = 12;

    /// <summary>Open: personal data first, then the oldest. Resolved: the last resolved first.</summary>
    /// <exception cref="AccessDeniedException">The person does not lead the workflow.</exception>
    public async Task<ListPage<FlagRow>> ListAsync(
        PersonAccess access,
        WorkflowRef workflow,
        FlagFilter filter,
        int page,
        CancellationToken cancellationToken = default
    )
    {
        Demand(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await PageAsync(db, workflow.TenantId, workflow.Id, filter, page, cancellationToken);
    }

    internal static Task<ListPage<FlagRow>> PageAsync(
        TriageDbContext db,
        long tenantId,
        long workflowId,
        FlagFilter filter,
        int page,
        CancellationToken cancellationToken
    ) => RowsAsync(db, Filtered(db, tenantId, workflowId, filter), filter.State, page, PageSize, cancellationToken);

    /// <summary>Null if the workflow has no such flag, or if the labeler took it back.</summary>
    /// <exception cref="AccessDeniedException">The person does not lead the workflow.</exception>
    public async Task<FlagDetail?> OpenAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long flagId,
        CancellationToken cancellationToken = default
    )
    {
        Demand(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var one = db.Flags.AsNoTracking().Where(f => f.Id == flagId && f.WorkflowId == workflow.Id);
        one = one.Where(f => f.TenantId == workflow.TenantId && f.State != FlagState.Withdrawn);
        if (await RowsAsync(db, one, FlagState.Open, 1, 1, cancellationToken) is not [var row])
            return null;
        if (await ItemLoader.ContentAsync(db, workflow.TenantId, row.InteractionId, cancellationToken) is not { } content)
            return null;
        return new FlagDetail(
            row,
            await one.Select(f => f.ResolutionNote).SingleAsync(cancellationToken),
            content,
            [.. (await MessagesAsync(db, [flagId], cancellationToken))[flagId]],
            await db.GoldenItems.AnyAsync(g => g.InteractionId == row.InteractionId && g.RetiredAt == null, cancellationToken),
            await db.QueueItems.AnyAsync(
                q => q.InteractionId == row.InteractionId && q.DroppedAt == null && q.OpenSlots > 0,
                cancellationToken
            ),
            await db.Flags.CountAsync(
                f => f.InteractionId == row.InteractionId && f.Id != flagId && f.State == FlagState.Open,
                cancellationToken
            )
        );
    }

    /// <summary>The number of flags of each kind in a state.</summary>
    public async Task<IReadOnlyDictionary<FlagKind, int>> KindsAsync(
        PersonAccess access,
        WorkflowRef workflow,
        FlagState state,
        CancellationToken cancellationToken = default
    )
    {
        Demand(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Flags.Where(f => f.WorkflowId == workflow.Id && f.TenantId == workflow.TenantId && f.State == state)
            .GroupBy(f => f.Kind)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
    }

    /// <summary>The most frequent reasons of skips in a state.</summary>
    public async Task<IReadOnlyList<FlagReason>> ReasonsAsync(
        PersonAccess access,
        WorkflowRef workflow,
        FlagState state,
        CancellationToken cancellationToken = default
    )
    {
        Demand(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db
            .Flags.Where(f => f.WorkflowId == workflow.Id && f.TenantId == workflow.TenantId && f.State == state && f.Kind == FlagKind.Skip)
            .GroupBy(f => f.Note)
            .Select(g => new { g.Key, Count = g.Count() })
            .OrderByDescending(g => g.Count)
            .ThenBy(g => g.Key)
            .Take(MaxReasons)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(r => new FlagReason(r.Key, r.Count))];
    }

    /// <summary>The labelers who flagged or skipped items of the workflow.</summary>
    public async Task<IReadOnlyList<FlagPerson>> PeopleAsync(
        PersonAccess access,
        WorkflowRef workflow,
        CancellationToken cancellationToken = default
    )
    {
        Demand(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Labelers.Where(l =>
                l.TenantId == workflow.TenantId
                && db.Flags.Any(f => f.LabelerId == l.Id && f.WorkflowId == workflow.Id && f.State != FlagState.Withdrawn)
            )
            .OrderBy(l => l.Name)
            .ThenBy(l => l.Id)
            .Select(l => new FlagPerson(l.Id, l.Name))
            .ToListAsync(cancellationToken);
    }

    /// <summary>The workflows with open flags that the person leads: personal data first, then the most flags.</summary>
    public async Task<IReadOnlyList<(WorkflowRef Workflow, FlagCounts Counts)>> WaitingAsync(
        PersonAccess access,
        int count,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var led = db.Workflows.InReach(access.Scope(Role.Lead));
        var rows = await db
            .Flags.Where(f => f.State == FlagState.Open && led.Any(w => w.Id == f.WorkflowId))
            .GroupBy(f => f.WorkflowId)
            .Select(g => new
            {
                g.Key,
                PersonalData = g.Sum(f => f.Kind == FlagKind.PersonalData ? 1 : 0),
                Skips = g.Sum(f => f.Kind == FlagKind.Skip ? 1 : 0),
                Total = g.Count(),
            })
            .OrderByDescending(g => g.PersonalData)
            .ThenByDescending(g => g.Total - g.Skips)
            .ThenByDescending(g => g.Skips)
            .ThenBy(g => g.Key)
            .Take(count)
            .ToListAsync(cancellationToken);
        var ids = rows.ConvertAll(r => r.Key);
        var refs = await db
            .Workflows.Where(w => ids.Contains(w.Id))
            .Select(WorkflowDirectory.AsRef)
            .ToDictionaryAsync(w => w.Id, cancellationToken);
        return [.. rows.Select(r => (refs[r.Key], new FlagCounts(r.PersonalData, r.Total - r.PersonalData - r.Skips, r.Skips)))];
    }

    public async Task<int> CountAsync(PersonAccess access, WorkflowRef workflow, CancellationToken cancellationToken = default)
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            return 0;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Flags.CountAsync(f => f.WorkflowId == workflow.Id && f.State == FlagState.Open, cancellationToken);
    }

    /// <summary>The threads of flags, the oldest message first.</summary>
    internal static async Task<ILookup<long, FlagMessage>> MessagesAsync(
        TriageDbContext db,
        IReadOnlyCollection<long> flags,
        CancellationToken cancellationToken
    )
    {
        var rows = await db
            .FlagEntries.AsNoTracking()
            .Where(e => flags.Contains(e.FlagId))
            .OrderBy(e => e.Id)
            .Select(e => new { Entry = e, Author = db.Users.Where(u => u.Id == e.AuthorId).Select(u => u.DisplayName).First() })
            .ToListAsync(cancellationToken);
        return rows.ToLookup(
            r => r.Entry.FlagId,
            r => new FlagMessage(
                r.Entry.Id,
                r.Entry.Kind,
                r.Author,
                r.Entry.IsFromLabeler,
                r.Entry.Text,
                r.Entry.CreatedAt,
                r.Entry.SeenAt is null
            )
        );
    }

    internal static void Demand(PersonAccess access, WorkflowRef workflow)
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only leads of the workflow can see and resolve its flags.");
    }

    internal static IQueryable<Flag> Filtered(TriageDbContext db, long tenantId, long workflowId, FlagFilter filter)
    {
        var flags = db.Flags.AsNoTracking().Where(f => f.TenantId == tenantId && f.WorkflowId == workflowId && f.State == filter.State);
        if (filter.Kind is { } kind)
            flags = flags.Where(f => f.Kind == kind);
        if (filter.WithoutSkips)
            flags = flags.Where(f => f.Kind != FlagKind.Skip);
        if (filter.LabelerId is { } labeler)
            flags = flags.Where(f => f.LabelerId == labeler);
        if (filter.Reason is { } reason)
            flags = flags.Where(f => f.Note == reason);
        if (filter.Until is { } until)
            flags = flags.Where(f => f.CreatedAt <= until);
        return flags;
    }

    private static Task<ListPage<FlagRow>> RowsAsync(
        TriageDbContext db,
        IQueryable<Flag> flags,
        FlagState state,
        int page,
        int size,
        CancellationToken cancellationToken
    )
    {
        var ordered =
            state == FlagState.Open
                ? flags.OrderBy(f => f.Kind == FlagKind.PersonalData ? 0 : 1).ThenBy(f => f.CreatedAt).ThenBy(f => f.Id)
                : flags.OrderByDescending(f => f.ResolvedAt).ThenByDescending(f => f.Id);
        return ordered
            .Select(f => new
            {
                Flag = f,
                Labeler = f.Labeler!.Name,
                Interaction = db.Interactions.Where(i => i.Id == f.InteractionId).Select(i => new { i.TraceId, i.Preview }).First(),
                ResolvedBy = db.Users.Where(u => u.Id == f.ResolvedById).Select(u => u.DisplayName).FirstOrDefault(),
                IsAnswered = f.Entries.OrderByDescending(e => e.Id).Select(e => e.IsFromLabeler).FirstOrDefault(),
            })
            .Select(r => new FlagRow(
                r.Flag.Id,
                r.Flag.Kind,
                r.Flag.State,
                r.Flag.Note,
                r.Flag.InteractionId,
                r.Interaction.TraceId,
                r.Interaction.Preview,
                r.Labeler,
                r.Flag.CreatedAt,
                r.Flag.Action,
                r.ResolvedBy,
                r.Flag.ResolvedAt,
                r.IsAnswered
            ))
            .ToPageAsync(page, size, cancellationToken);
    }
}
