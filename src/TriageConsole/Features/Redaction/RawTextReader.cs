using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Redaction;
using TriageConsole.Security;

namespace TriageConsole.Features.Redaction;

/// <summary>
/// Reads texts before redaction, for people with the role PII viewer. Each reading needs a reason and is recorded before the text is
/// returned.
/// </summary>
public sealed class RawTextReader(IDbContextFactory<TriageDbContext> contexts, RawTextStore store, KeyHashing keys, TimeProvider time)
{
    public const int MinReason = 5;
    public const int MaxReason = 1000;

    /// <summary>Whether texts of this interaction are stored and the person may read them.</summary>
    public async Task<bool> HasAsync(PersonAccess access, long interactionId, CancellationToken cancellationToken = default)
    {
        if (!access.HasAnywhere(Role.RawDataReader))
            return false;
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var place = await db
            .Interactions.Where(i =>
                i.Id == interactionId
                && (
                    db.RawTexts.Any(t => t.InteractionId == i.Id && t.ExpiresAt > now)
                    || db.RawFeedback.Any(t => t.InteractionId == i.Id && t.ExpiresAt > now)
                )
            )
            .Select(i => new { i.TenantId, i.WorkflowId })
            .SingleOrDefaultAsync(cancellationToken);
        return place is not null && access.Has(Role.RawDataReader, place.TenantId, place.WorkflowId);
    }

    /// <summary>The texts as they were sent. One event is recorded for each person whose texts they are.</summary>
    /// <exception cref="AccessDeniedException">The person is not a PII viewer of the workflow.</exception>
    public async Task<Result<RawTexts>> ReadAsync(
        PersonAccess access,
        long interactionId,
        string reason,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var place = await db
            .Interactions.Where(i => i.Id == interactionId)
            .Select(i => new
            {
                i.TenantId,
                i.WorkflowId,
                i.TraceId,
            })
            .SingleOrDefaultAsync(cancellationToken);
        if (place is null || !access.Has(Role.RawDataReader, place.TenantId, place.WorkflowId))
            throw new AccessDeniedException("You are not a PII viewer of this workflow.");
        reason = Texts.Storable(reason.Trim());
        if (reason.Length is < MinReason or > MaxReason)
            return Error.InvalidField(nameof(reason), $"Enter a reason of {MinReason} to {MaxReason} characters.");
        var now = time.GetUtcNow();
        if (await store.ReadAsync(db, interactionId, now, cancellationToken) is not { } reading)
            return Error.NotFound("The raw text is not stored, or was deleted.");
        // What has no user is encrypted with a key of the trace. Feedback can be of another person than the interaction.
        var nobody = (await keys.GetAsync(cancellationToken)).Of(SubjectKeys.Purpose, place.TraceId);
        foreach (var subject in reading.Subjects.Where(s => s != nobody).DefaultIfEmpty())
            db.PrivacyEvents.Add(
                new PrivacyEvent
                {
                    TenantId = place.TenantId,
                    WorkflowId = place.WorkflowId,
                    InteractionId = interactionId,
                    Kind = PrivacyEventKind.RawTextRead,
                    SubjectHash = subject,
                    ActorId = access.UserId,
                    Actor = Texts.Cut(access.DisplayName, 200),
                    Reason = reason,
                    At = now,
                }
            );
        AuditTrail.Add(
            db,
            now,
            AuditActor.Of(access),
            place.TenantId,
            AuditActions.RawTextRead,
            $"interaction/{interactionId}",
            new { Reason = reason }
        );
        await db.SaveChangesAsync(cancellationToken);
        return Result.Done("", reading.Texts);
    }
}
