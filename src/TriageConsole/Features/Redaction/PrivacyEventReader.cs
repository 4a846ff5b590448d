using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Redaction;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Security;

namespace TriageConsole.Features.Redaction;

/// <summary>Lists the recorded actions on personal data in the tenants that a person administers.</summary>
public sealed class PrivacyEventReader(IDbContextFactory<TriageDbContext> contexts, KeyHashing keys)
{
    /// <summary>A page of the events, the newest first unless the query says otherwise.</summary>
    public async Task<GridPage<PrivacyEventRow>> ListAsync(
        PersonAccess access,
        PrivacyEventFilter filter,
        GridQuery query,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await FilteredAsync(db, access, filter, query, cancellationToken);
        var (page, hash) = (await rows.ToGridPageAsync(query, cancellationToken), await keys.GetAsync(cancellationToken));
        return page with { Items = [.. page.Items.Select(r => Named(r, hash))] };
    }

    /// <summary>The list without pages, for a file.</summary>
    public async IAsyncEnumerable<PrivacyEventRow> ReadAsync(
        PersonAccess access,
        PrivacyEventFilter filter,
        GridQuery query,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await FilteredAsync(db, access, filter, query, cancellationToken);
        var hash = await keys.GetAsync(cancellationToken);
        await foreach (var row in rows.Take(CsvDownload.MaxRows).AsAsyncEnumerable().WithCancellation(cancellationToken))
            yield return Named(row, hash);
    }

    /// <summary>Feedback can be of another person than its interaction.</summary>
    private static PrivacyEventRow Named(PrivacyEventRow row, KeyedHash hash) =>
        row is { SubjectHash: { } subject, UserId: { } user } && hash.Of(SubjectKeys.Purpose, user) != subject
            ? row with
            {
                UserId = null,
            }
            : row;

    private async Task<IQueryable<PrivacyEventRow>> FilteredAsync(
        TriageDbContext db,
        PersonAccess access,
        PrivacyEventFilter filter,
        GridQuery query,
        CancellationToken cancellationToken
    )
    {
        var scope = access.Scope(Role.Admin);
        var events = db.PrivacyEvents.AsNoTracking().Where(e => scope.Everywhere || scope.Tenants.Contains(e.TenantId));
        if (filter.Kind is { } kind)
            events = events.Where(e => e.Kind == kind);
        if (filter.From is { } from)
            events = events.Where(e => e.At >= from);
        if (filter.To is { } to)
            events = events.Where(e => e.At < to);
        if (filter.Workflow is { } place)
            events = events.Where(e =>
                db.Workflows.Any(w =>
                    w.Id == e.WorkflowId && w.TenantId == e.TenantId && (w.Key == place || w.Tenant!.Key + "/" + w.Key == place)
                )
            );
        if (Paging.Contains(filter.Actor) is { } part)
        {
#pragma warning disable CA1304, CA1310, CA1311, CA1862, CA2249 // Translated to lower() of SQL, which has no .NET culture.
            events = events.Where(e => e.Actor.ToLower().IndexOf(part) >= 0);
#pragma warning restore CA1304, CA1310, CA1311, CA1862, CA2249
        }

        if (filter.User is { } user)
        {
            var hash = await keys.GetAsync(cancellationToken);
            var stored = hash.Stored(user)!;
            var subject = hash.Of(SubjectKeys.Purpose, stored);
            // Readings that were recorded without the hash are found by their interaction.
            events = events.Where(e =>
                e.SubjectHash == subject
                || (
                    e.SubjectHash == null
                    && db.Interactions.Any(i => i.Id == e.InteractionId && i.TenantId == e.TenantId && i.UserId == stored)
                )
            );
        }

        var ordered = query is { Sort: "at", IsDescending: false }
            ? events.OrderBy(e => e.At).ThenBy(e => e.Id)
            : events.OrderByDescending(e => e.At).ThenByDescending(e => e.Id);
        return ordered.Select(e => new PrivacyEventRow(
            e.Id,
            e.At,
            e.Kind,
            db.Tenants.Where(t => t.Id == e.TenantId).Select(t => t.Key).First(),
            e.Actor,
            db.Workflows.Where(w => w.Id == e.WorkflowId && w.TenantId == e.TenantId).Select(w => w.Name).FirstOrDefault(),
            db.Interactions.Where(i => i.Id == e.InteractionId && i.TenantId == e.TenantId).Select(i => i.TraceId).FirstOrDefault(),
            db.Interactions.Where(i => i.Id == e.InteractionId && i.TenantId == e.TenantId).Select(i => i.UserId).FirstOrDefault(),
            e.SubjectHash,
            e.Reason,
            e.Detail
        ));
    }
}
