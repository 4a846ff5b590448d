using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Core;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.AuditLog;
using TriageConsole.Features.Interactions;
using TriageConsole.Security;

namespace TriageConsole.Features.Audit;

/// <summary>
/// Lists the audit log: a site admin sees every entry, an admin of a whole tenant and a key those of the tenant. Entries of the whole
/// installation are for site admins.
/// </summary>
public sealed class AuditReader(IDbContextFactory<TriageDbContext> contexts)
{
    /// <summary>The longest page over the API.</summary>
    internal const int MaxPage = 500;

    /// <summary>A page of the entries, the newest first.</summary>
    /// <param name="access">The admin.</param>
    /// <param name="find">A part of actor or subject, regardless of case; null for all.</param>
    /// <param name="action">An action; null for all.</param>
    /// <param name="query">Page and order.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async Task<GridPage<AuditRow>> ListAsync(
        PersonAccess access,
        string? find,
        string? action,
        GridQuery query,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await FilteredAsync(db, access, find, action, query, cancellationToken);
        return (await rows.ToGridPageAsync(query, cancellationToken)).With(AsRow);
    }

    /// <summary>The list without pages, for a file.</summary>
    public async IAsyncEnumerable<AuditRow> ReadAsync(
        PersonAccess access,
        string? find,
        string? action,
        GridQuery query,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await FilteredAsync(db, access, find, action, query, cancellationToken);
        await foreach (var row in rows.Take(CsvDownload.MaxRows).AsAsyncEnumerable().WithCancellation(cancellationToken))
            yield return AsRow(row);
    }

    /// <summary>The entries of the caller's tenant before a number, the newest first. An empty page is the last.</summary>
    internal async Task<Page<AuditAnswer>> ListAsync(
        ApiCaller caller,
        AuditFilter filter,
        long before,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = db.AuditLog.AsNoTracking().Where(r => r.Tenant == caller.TenantKey && r.Number < before);
        if (filter.Action is { } action)
            rows = rows.Where(r => r.Action == action);
        if (filter.Actor is { } text)
        {
            var actor = Texts.Storable(text);
            // Not a mere beginning: person/7 is not person/70.
            var named = actor + " ";
            rows = rows.Where(r => r.Actor == actor || r.Actor.StartsWith(named));
        }

        if (Paging.Contains(filter.Subject) is { } part)
        {
#pragma warning disable CA1304, CA1310, CA1311, CA1862, CA2249 // Translated to lower() of SQL, which has no .NET culture.
            rows = rows.Where(r => r.Subject.ToLower().IndexOf(part) >= 0);
#pragma warning restore CA1304, CA1310, CA1311, CA1862, CA2249
        }

        if (filter.From is { } from)
            rows = rows.Where(r => r.At >= from);
        if (filter.To is { } to)
            rows = rows.Where(r => r.At < to);
        // One row more than requested shows whether there is a next page.
        var found = await rows.OrderByDescending(r => r.Number).Take(limit + 1).ToListAsync(cancellationToken);
        var items = found.Take(limit).Select(AsAnswer).ToList();
        return new Page<AuditAnswer>(items, found.Count > limit ? items[^1].Number.ToString(CultureInfo.InvariantCulture) : null);
    }

    private static async Task<IOrderedQueryable<AuditLogRow>> FilteredAsync(
        TriageDbContext db,
        PersonAccess access,
        string? find,
        string? action,
        GridQuery query,
        CancellationToken cancellationToken
    )
    {
        var (everywhere, ids, _) = access.Scope(Role.Admin);
        var tenants = everywhere ? [] : await db.Tenants.Where(t => ids.Contains(t.Id)).Select(t => t.Key).ToArrayAsync(cancellationToken);
        var rows = db.AuditLog.AsNoTracking().Where(r => everywhere || (r.Tenant != null && tenants.Contains(r.Tenant)));
        if (!string.IsNullOrEmpty(action))
            rows = rows.Where(r => r.Action == action);
        if (Paging.Contains(find) is { } part)
        {
#pragma warning disable CA1304, CA1310, CA1311, CA1862, CA2249 // Translated to lower() of SQL, which has no .NET culture.
            rows = rows.Where(r => r.Actor.ToLower().IndexOf(part) >= 0 || r.Subject.ToLower().IndexOf(part) >= 0);
#pragma warning restore CA1304, CA1310, CA1311, CA1862, CA2249
        }

        return query is { Sort: "number", IsDescending: false } ? rows.OrderBy(r => r.Number) : rows.OrderByDescending(r => r.Number);
    }

    private static AuditAnswer AsAnswer(AuditLogRow row) =>
        new(
            row.Number,
            row.At,
            row.Actor,
            row.Action,
            row.Subject,
            Details(row.Details),
            Convert.ToHexStringLower(row.Previous),
            Convert.ToHexStringLower(row.Hash)
        );

    private static JsonElement Details(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            // Somebody changed the entry. It is listed all the same.
            return JsonSerializer.SerializeToElement(text);
        }
    }

    private static AuditRow AsRow(AuditLogRow row) =>
        new(row.Number, row.At, row.Tenant, row.Actor, row.Action, row.Subject, row.Details, Convert.ToHexStringLower(row.Hash));
}
