using Microsoft.EntityFrameworkCore;
using TriageConsole.Account;
using TriageConsole.Components;
using TriageConsole.Components.Lists;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Patterns;
using TriageConsole.Features.Redaction;
using TriageConsole.Features.Releases;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Search;

/// <summary>Finds by name or id what the person can open: interactions, workflows, releases, patterns, people.</summary>
public sealed class SearchService(IDbContextFactory<TriageDbContext> contexts, PeopleReader people, KeyHashing keys)
{
    /// <summary>The results of each kind. A longer list is on the page of the kind.</summary>
    public const int MaxOfAKind = 5;

    /// <summary>The tenants in which trace ids are looked up.</summary>
    private const int MaxTenants = 500;

    /// <summary>Empty without text. Interactions are found by their whole trace id, everything else by a part of its name.</summary>
    public async Task<IReadOnlyList<SearchHit>> FindAsync(PersonAccess access, string? text, CancellationToken cancellationToken = default)
    {
        if (Paging.Contains(text) is not { } part)
            return [];
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var hits = new List<SearchHit>();
        var led = db.Workflows.AsNoTracking().InReach(access.Scope(Role.Lead));
        if (access.HasAnywhere(Role.Lead))
            hits.AddRange(
                await InteractionsAsync(db, led, (await keys.GetAsync(cancellationToken)).Stored(text!.Trim())!, cancellationToken)
            );
        hits.AddRange(await WorkflowsAsync(db, access, part, cancellationToken));
        if (access.HasAnywhere(Role.Lead) || access.HasAnywhere(Role.Approver))
            hits.AddRange(await ReleasesAsync(db, access, part, cancellationToken));
        if (access.HasAnywhere(Role.Lead))
            hits.AddRange(await PatternsAsync(db, led, part, cancellationToken));
        if (access.HasAnywhere(Role.Admin))
            hits.AddRange(await PeopleAsync(access, part, cancellationToken));
        return hits;
    }

    private static async Task<IEnumerable<SearchHit>> InteractionsAsync(
        TriageDbContext db,
        IQueryable<Workflow> led,
        string trace,
        CancellationToken cancellationToken
    )
    {
        trace = Core.Texts.Storable(trace);
        // The index of trace ids begins with the tenant.
        var tenants = await led.Select(w => w.TenantId).Distinct().Take(MaxTenants).ToListAsync(cancellationToken);
        var found = await db
            .Interactions.AsNoTracking()
            .Where(i => tenants.Contains(i.TenantId) && i.TraceId == trace && led.Any(w => w.Id == i.WorkflowId))
            .Take(MaxOfAKind)
            .Select(i => new
            {
                i.TraceId,
                i.Preview,
                Tenant = i.Workflow!.Tenant!.Key,
                Workflow = i.Workflow.Name,
            })
            .ToListAsync(cancellationToken);
        return found.Select(i => new SearchHit(
            SearchKind.Interaction,
            i.TraceId,
            $"{i.Workflow}: {i.Preview}",
            Addresses.Interaction(i.Tenant, i.TraceId)
        ));
    }

    /// <summary>Each with the page on which the person works: settings for leads, releases for approvers, the form for labelers.</summary>
    private static async Task<IEnumerable<SearchHit>> WorkflowsAsync(
        TriageDbContext db,
        PersonAccess access,
        string part,
        CancellationToken cancellationToken
    )
    {
        var found = await db
            .Workflows.AsNoTracking()
            .InReach(access.Scope(Role.Lead, Role.Approver, Role.Labeler))
            .Named(part)
            .OrderBy(w => w.Name)
            .ThenBy(w => w.Id)
            .Take(MaxOfAKind)
            .Select(WorkflowDirectory.AsRef)
            .ToListAsync(cancellationToken);
        return found.Select(w => new SearchHit(SearchKind.Workflow, w.Name, $"{w.TenantKey}/{w.Key}", $"{PageOf(access, w)}/{w.Address}"));
    }

    private static string PageOf(PersonAccess access, WorkflowRef workflow) =>
        access.Has(Role.Lead, workflow.TenantId, workflow.Id) ? "outcomes"
        : access.Has(Role.Approver, workflow.TenantId, workflow.Id) ? "releases"
        : "label";

    private static async Task<IEnumerable<SearchHit>> ReleasesAsync(
        TriageDbContext db,
        PersonAccess access,
        string part,
        CancellationToken cancellationToken
    )
    {
        var reach = db.Workflows.InReach(access.Scope(Role.Lead, Role.Approver));
#pragma warning disable CA1304, CA1310, CA1311, CA1862, CA2249 // SQL's lower() without a .NET culture.
        var named = db.Releases.AsNoTracking().Where(r => r.Name.ToLower().IndexOf(part) >= 0);
#pragma warning restore CA1304, CA1310, CA1311, CA1862, CA2249
        var found = await (
            from r in named
            join w in reach on r.WorkflowId equals w.Id
            orderby r.CreatedAt descending, r.Id descending
            select new
            {
                r.Id,
                r.Name,
                r.State,
                Tenant = w.Tenant!.Key,
                w.Key,
                Workflow = w.Name,
            }
        )
            .Take(MaxOfAKind)
            .ToListAsync(cancellationToken);
        return found.Select(r => new SearchHit(
            SearchKind.Release,
            r.Name,
            $"{r.Workflow}, {r.State.Words()}",
            Addresses.Workflow("releases", r.Tenant, r.Key, r.Id.ToString(System.Globalization.CultureInfo.InvariantCulture))
        ));
    }

    private static async Task<IEnumerable<SearchHit>> PatternsAsync(
        TriageDbContext db,
        IQueryable<Workflow> led,
        string part,
        CancellationToken cancellationToken
    )
    {
#pragma warning disable CA1304, CA1310, CA1311, CA1862, CA2249 // SQL's lower() without a .NET culture.
        var named = db.FailurePatterns.AsNoTracking().Where(p => p.Name.ToLower().IndexOf(part) >= 0);
#pragma warning restore CA1304, CA1310, CA1311, CA1862, CA2249
        var found = await (
            from p in named
            join w in led on p.WorkflowId equals w.Id
            orderby p.IsCurrent descending, p.Impact descending, p.Id
            select new
            {
                p.Id,
                p.Name,
                p.State,
                Tenant = w.Tenant!.Key,
                w.Key,
                Workflow = w.Name,
            }
        )
            .Take(MaxOfAKind)
            .ToListAsync(cancellationToken);
        return found.Select(p => new SearchHit(
            SearchKind.Pattern,
            p.Name,
            $"{p.Workflow}, {PatternWords.Word(p.State)}",
            Addresses.Workflow("patterns", p.Tenant, p.Key, p.Id.ToString(System.Globalization.CultureInfo.InvariantCulture))
        ));
    }

    private async Task<IEnumerable<SearchHit>> PeopleAsync(PersonAccess access, string part, CancellationToken cancellationToken)
    {
        var page = await people.ListAsync(access, part, new GridQuery(Size: MaxOfAKind), cancellationToken);
        return page
            .Items.Take(MaxOfAKind)
            .Select(p => new SearchHit(
                SearchKind.Person,
                p.Name,
                p.Email,
                "admin/people" + Addresses.Query(("q", p.Email.Length > 0 ? p.Email : p.Name))
            ));
    }
}
