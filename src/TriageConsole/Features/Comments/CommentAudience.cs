using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Labeling;
using TriageConsole.Security;

namespace TriageConsole.Features.Comments;

/// <summary>
/// Decides who can read and write comments. Leads: all of their workflows. Labelers: on interactions that they got to label; comments of
/// others only while they have a label of it and no lease, so that their label is blind.
/// </summary>
internal static class CommentAudience
{
    /// <summary>The most people whom the field for a comment offers.</summary>
    private const int MaxPeople = 200;

    /// <summary>The subject; null if it does not exist or the person cannot comment on it.</summary>
    public static async Task<CommentPlace?> FindAsync(
        TriageDbContext db,
        PersonAccess access,
        CommentSubject subject,
        CancellationToken cancellationToken
    ) =>
        await PlaceAsync(db, subject, cancellationToken) is { } place && await MayWriteAsync(db, access, place, cancellationToken)
            ? place
            : null;

    /// <summary>The subject of a key of this tenant; null if the tenant has none.</summary>
    public static async Task<CommentPlace?> FindAsync(
        TriageDbContext db,
        ApiCaller caller,
        CommentSubject subject,
        CancellationToken cancellationToken
    ) => await PlaceAsync(db, subject, cancellationToken) is { } place && place.TenantId == caller.TenantId ? place : null;

    private static async Task<CommentPlace?> PlaceAsync(TriageDbContext db, CommentSubject subject, CancellationToken cancellationToken)
    {
        var workflows = subject.InteractionId is { } id
            ? db.Interactions.Where(i => i.Id == id).Select(i => new { i.WorkflowId, Name = i.TraceId })
            : db.FailurePatterns.Where(p => p.Id == subject.PatternId).Select(p => new { p.WorkflowId, Name = "" });
        var row = await workflows
            .Join(
                db.Workflows,
                s => s.WorkflowId,
                w => w.Id,
                (s, w) =>
                    new
                    {
                        w.Id,
                        w.TenantId,
                        TenantKey = w.Tenant!.Key,
                        w.Key,
                        WorkflowName = w.Name,
                        s.Name,
                    }
            )
            .SingleOrDefaultAsync(cancellationToken);
        if (row is null)
            return null;
        var name = subject.PatternId is { } pattern ? pattern.ToString(CultureInfo.InvariantCulture) : row.Name;
        return new CommentPlace(subject, row.TenantId, row.TenantKey, row.Id, row.Key, row.WorkflowName, name);
    }

    public static bool IsLead(PersonAccess access, CommentPlace place) => access.Has(Role.Lead, place.TenantId, place.WorkflowId);

    /// <summary>Whether the person can read the comments of others.</summary>
    public static async Task<bool> SeesOthersAsync(
        TriageDbContext db,
        PersonAccess access,
        CommentPlace place,
        CancellationToken cancellationToken
    ) =>
        IsLead(access, place)
        || await db.Labels.AnyAsync(
            l => l.InteractionId == place.Subject.InteractionId && l.IsCurrent && l.Labeler!.UserId == access.UserId,
            cancellationToken
        )
            && !await db.Assignments.AnyAsync(
                a =>
                    a.State == AssignmentState.Leased
                    && db.Labelers.Any(l => l.Id == a.LabelerId && l.UserId == access.UserId)
                    && db.QueueItems.Any(q => q.Id == a.QueueItemId && q.InteractionId == place.Subject.InteractionId),
                cancellationToken
            );

    /// <summary>
    /// The people whom the person can mention: leads, and for a person who sees the comments of others, the labelers with a label. Two
    /// people with one name are told apart by their addresses.
    /// </summary>
    public static async Task<IReadOnlyList<MentionablePerson>> PeopleAsync(
        TriageDbContext db,
        PersonAccess access,
        CommentPlace place,
        bool seesOthers,
        CancellationToken cancellationToken
    )
    {
        var rows = await db
            .Users.AsNoTracking()
            .Where(u => u.DisabledAt == null && u.Id != access.UserId)
            .Select(u => new
            {
                u.Id,
                u.DisplayName,
                u.Email,
                IsLead = db.RoleGrants.Any(g =>
                    g.UserId == u.Id
                    && (
                        g.Role == Role.Admin && (g.TenantId == null || g.TenantId == place.TenantId)
                        || g.Role == Role.Lead && g.TenantId == place.TenantId
                    )
                    && (g.WorkflowId == null || g.WorkflowId == place.WorkflowId)
                ),
                IsLabeler = seesOthers
                    && db.RoleGrants.Any(g =>
                        g.UserId == u.Id
                        && g.Role == Role.Labeler
                        && g.TenantId == place.TenantId
                        && (g.WorkflowId == null || g.WorkflowId == place.WorkflowId)
                    )
                    && db.Labels.Any(l => l.InteractionId == place.Subject.InteractionId && l.IsCurrent && l.Labeler!.UserId == u.Id),
            })
            .Where(u => u.IsLead || u.IsLabeler)
            .OrderBy(u => u.DisplayName)
            .ThenBy(u => u.Id)
            .Take(MaxPeople)
            .ToListAsync(cancellationToken);
        var names = rows.CountBy(r => r.DisplayName, StringComparer.OrdinalIgnoreCase).ToDictionary(StringComparer.OrdinalIgnoreCase);
        return rows.ConvertAll(r => new MentionablePerson(
            r.Id,
            r.DisplayName.Length > 0 && names[r.DisplayName] == 1 ? r.DisplayName : r.Email ?? "",
            r.IsLead
        ));
    }

    private static async Task<bool> MayWriteAsync(
        TriageDbContext db,
        PersonAccess access,
        CommentPlace place,
        CancellationToken cancellationToken
    ) =>
        IsLead(access, place)
        || place.Subject.InteractionId is { } interaction
            && access.Has(Role.Labeler, place.TenantId, place.WorkflowId)
            && (
                await db.Assignments.AnyAsync(
                    a =>
                        db.Labelers.Any(l => l.Id == a.LabelerId && l.UserId == access.UserId)
                        && db.QueueItems.Any(q => q.Id == a.QueueItemId && q.InteractionId == interaction),
                    cancellationToken
                ) || await db.Labels.AnyAsync(l => l.InteractionId == interaction && l.Labeler!.UserId == access.UserId, cancellationToken)
            );
}
