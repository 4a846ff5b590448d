using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Redaction;
using TriageConsole.Security;

namespace TriageConsole.Features.Redaction;

/// <summary>
/// Erases an end user of a tenant: keys first, so that encrypted texts are unreadable at once, then the texts in all tables. Repeating it
/// after an interruption continues where it ended.
/// </summary>
public sealed class ErasureService(
    IDbContextFactory<TriageDbContext> contexts,
    KeyHashing keys,
    IEnumerable<IErasurePart> parts,
    IProviderStatements statements,
    DatabaseRetry retry,
    TimeProvider time
)
{
    public const int MaxReason = 1000;
    private const int MaxUserId = 300;
    private const int InteractionsAtOnce = 200;

    private static readonly string[] Kept =
    [
        "rows of interactions with their trace and task ids, times, versions, outcomes and scores",
        "signals with their numbers",
        "labels with answers that are no free text",
        "counts and statistics",
    ];

    private static readonly string[] NotReached = ["files that people exported before", "backups of the database"];

    /// <summary>Erases a user, for an admin of the tenant.</summary>
    /// <exception cref="AccessDeniedException">The person is not an admin of the tenant.</exception>
    public Task<Result<ErasureCertificate>> EraseAsync(
        PersonAccess access,
        long tenantId,
        string userId,
        string reason,
        CancellationToken cancellationToken = default
    ) =>
        access.Has(Role.Admin, tenantId, null)
            ? EraseAsync(tenantId, userId, reason, (access.UserId, access.DisplayName, AuditActor.Of(access)), cancellationToken)
            : throw new AccessDeniedException("Only an admin of the tenant can erase a user.");

    /// <summary>Erases a user of the tenant of an API key with the scope admin.</summary>
    public Task<Result<ErasureCertificate>> EraseAsync(
        ApiCaller caller,
        string userId,
        string reason,
        CancellationToken cancellationToken = default
    ) => EraseAsync(caller.TenantId, userId, reason, (caller.Person?.Id, caller.Name, AuditActor.Of(caller)), cancellationToken);

    /// <summary>Erases a user, for an operator on the command line.</summary>
    public async Task<Result<ErasureCertificate>> EraseAsync(
        string tenantKey,
        string userId,
        string reason,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var tenant = await db.Tenants.Where(t => t.Key == tenantKey).Select(t => (long?)t.Id).SingleOrDefaultAsync(cancellationToken);
        return tenant is { } id
            ? await EraseAsync(id, userId, reason, (null, "command line", AuditActor.CommandLine), cancellationToken)
            : Error.NotFound($"There is no tenant {tenantKey}.");
    }

    /// <summary>The erasures in the tenants that the person administers, newest first.</summary>
    public async Task<IReadOnlyList<ErasureRow>> ListAsync(PersonAccess access, CancellationToken cancellationToken = default)
    {
        var scope = access.Scope(Role.Admin);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await (
            from e in db.PrivacyEvents.AsNoTracking()
            where e.Kind == PrivacyEventKind.Erasure && (scope.Everywhere || scope.Tenants.Contains(e.TenantId))
            join t in db.Tenants on e.TenantId equals t.Id
            orderby e.Id descending
            select new ErasureRow(e.Id, t.Key, e.SubjectHash!, e.Actor, e.Reason, e.At)
        )
            .Take(200)
            .ToListAsync(cancellationToken);
    }

    /// <summary>The certificate as JSON; null if there is none, or not for this person.</summary>
    public async Task<string?> CertificateAsync(PersonAccess access, long id, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db
            .PrivacyEvents.AsNoTracking()
            .SingleOrDefaultAsync(e => e.Id == id && e.Kind == PrivacyEventKind.Erasure, cancellationToken);
        return row is not null && access.Has(Role.Admin, row.TenantId, null) ? row.Detail : null;
    }

    private async Task<Result<ErasureCertificate>> EraseAsync(
        long tenantId,
        string userId,
        string reason,
        (long? Id, string Name, AuditActor Recorded) actor,
        CancellationToken cancellationToken
    )
    {
        if (Invalid(userId, reason) is { } invalid)
            return invalid;
        var hash = await keys.GetAsync(cancellationToken);
        var started = time.GetUtcNow();
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var stored = hash.Stored(Texts.Storable(userId.TrimEnd()))!;
        var subject = hash.Of(SubjectKeys.Purpose, stored);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var unit = new ErasureUnit(db, tenantId, stored, counts);
        unit.Count(
            "keys",
            await db.SubjectKeys.Where(k => k.TenantId == tenantId && k.SubjectHash == subject).ExecuteDeleteAsync(cancellationToken)
        );
        await EraseInteractionsAsync(unit, cancellationToken);
        await InTransactionAsync(
            unit,
            async () =>
            {
                foreach (var part in parts)
                    await part.EraseUserAsync(unit, cancellationToken);
                // Feedback that arrived meanwhile can have made a key again.
                unit.Count(
                    "keys",
                    await db
                        .SubjectKeys.Where(k => k.TenantId == tenantId && k.SubjectHash == subject)
                        .ExecuteDeleteAsync(cancellationToken)
                );
            },
            cancellationToken
        );
        return Result.Done("The user is erased.", await RecordAsync(unit, subject, started, reason.Trim(), actor, cancellationToken));
    }

    /// <summary>Why a request would be refused; null if it would not.</summary>
    public static Result? Problem(string userId, string reason) => Invalid(userId, reason) is { } invalid ? (Result)invalid : null;

    private static Error? Invalid(string userId, string reason) =>
        string.IsNullOrWhiteSpace(userId) || userId.Length > MaxUserId
            ? Error.InvalidField("user_id", $"Enter the user id, at most {MaxUserId} characters.")
        : string.IsNullOrWhiteSpace(reason) || reason.Length > MaxReason
            ? Error.InvalidField("reason", $"Enter a reason, at most {MaxReason} characters.")
        : null;

    private async Task EraseInteractionsAsync(ErasureUnit unit, CancellationToken cancellationToken)
    {
        var last = 0L;
        while (true)
        {
            var ids = await unit
                .Db.Interactions.Where(i => i.TenantId == unit.TenantId && i.UserId == unit.UserId && i.Id > last)
                .OrderBy(i => i.Id)
                .Select(i => i.Id)
                .Take(InteractionsAtOnce)
                .ToArrayAsync(cancellationToken);
            if (ids.Length == 0)
                return;
            last = ids[^1];
            await InTransactionAsync(
                unit,
                async () =>
                {
                    // A dataset version that is being published is waited for, and one that is published later finds that its texts are
                    // gone. Feedback that is being stored is seen here, or is stored for nobody. In the order of label imports and ingest.
                    await statements.LockTenantsAsync(unit.Db, [unit.TenantId], cancellationToken);
                    foreach (var part in parts)
                        await part.LockAsync(unit, ids, cancellationToken);
                    await statements.LockInteractionsAsync(unit.Db, ids, cancellationToken);
                    // Feedback of other people on these interactions has keys of their own.
                    unit.Count(
                        "raw texts of feedback",
                        await unit.Db.RawFeedback.Where(t => ids.Contains(t.InteractionId)).ExecuteDeleteAsync(cancellationToken)
                    );
                    // The part of ingest removes the user id from the interaction, so it comes last: an interruption leaves it to be found.
                    foreach (var part in parts.Reverse())
                        await part.EraseAsync(unit, ids, cancellationToken);
                },
                cancellationToken
            );
        }
    }

    /// <summary>
    /// Runs the work in a transaction. Ingest and people change rows at the same time, so after a deadlock it runs again, with the counts
    /// as they were.
    /// </summary>
    private Task InTransactionAsync(ErasureUnit unit, Func<Task> work, CancellationToken cancellationToken)
    {
        var (db, before) = (unit.Db, unit.Counts.ToArray());
        return retry.RunAsync(
            async token =>
            {
                db.ChangeTracker.Clear();
                unit.Counts.Clear();
                foreach (var (what, rows) in before)
                    unit.Counts[what] = rows;
                await using var transaction = await db.Database.BeginTransactionAsync(token);
                await work();
                await db.SaveChangesAsync(token);
                await transaction.CommitAsync(token);
                db.ChangeTracker.Clear();
            },
            cancellationToken
        );
    }

    private async Task<ErasureCertificate> RecordAsync(
        ErasureUnit unit,
        string subject,
        DateTimeOffset started,
        string reason,
        (long? Id, string Name, AuditActor Recorded) actor,
        CancellationToken cancellationToken
    )
    {
        var (db, now) = (unit.Db, time.GetUtcNow());
        var row = new PrivacyEvent
        {
            TenantId = unit.TenantId,
            Kind = PrivacyEventKind.Erasure,
            SubjectHash = subject,
            ActorId = actor.Id,
            Actor = Texts.Cut(actor.Name, 200),
            Reason = Texts.Storable(reason),
            At = now,
        };
        db.PrivacyEvents.Add(row);
        AuditTrail.Add(db, now, actor.Recorded, unit.TenantId, AuditActions.UserErased, $"user/{subject}", new { row.Reason });
        await db.SaveChangesAsync(cancellationToken);
        var tenant = await db.Tenants.Where(t => t.Id == unit.TenantId).Select(t => t.Key).SingleAsync(cancellationToken);
        var certificate = new ErasureCertificate(
            row.Id,
            tenant,
            subject,
            row.Actor,
            row.Reason,
            started,
            now,
            unit.Counts,
            Kept,
            [.. unit.Exports],
            NotReached
        );
        row.Detail = certificate.ToJson();
        await db.SaveChangesAsync(cancellationToken);
        return certificate;
    }
}
