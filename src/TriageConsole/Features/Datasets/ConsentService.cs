using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Datasets;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Redaction;
using TriageConsole.Features.Redaction;
using TriageConsole.Security;

namespace TriageConsole.Features.Datasets;

/// <summary>
/// Records that an end user withdrew the consent to training, or gave it again. From then on their interactions are in no build and no
/// export, and versions with them are "changed by erasure".
/// </summary>
internal sealed class ConsentService(
    IDbContextFactory<TriageDbContext> contexts,
    KeyHashing keys,
    IProviderStatements statements,
    TimeProvider time
)
{
    private const int MaxUserId = 300;

    public async Task<Result> WithdrawAsync(ApiCaller caller, string? userId, CancellationToken cancellationToken = default)
    {
        if (await StoredAsync(userId, cancellationToken) is not { } stored)
            return Invalid();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.ConsentWithdrawals.AnyAsync(w => w.TenantId == caller.TenantId && w.UserId == stored, cancellationToken))
            return Result.Done("The consent is withdrawn already.");
        db.ConsentWithdrawals.Add(
            new ConsentWithdrawal
            {
                TenantId = caller.TenantId,
                UserId = stored,
                At = time.GetUtcNow(),
                RecordedBy = Texts.Cut(caller.Name, 200),
            }
        );
        await RecordAsync(db, caller, PrivacyEventKind.ConsentWithdrawn, stored, cancellationToken);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (statements.IsUniqueViolation(e))
        {
            // Another request was first.
        }

        return Result.Done("The consent is withdrawn.");
    }

    public async Task<Result> RestoreAsync(ApiCaller caller, string? userId, CancellationToken cancellationToken = default)
    {
        if (await StoredAsync(userId, cancellationToken) is not { } stored)
            return Invalid();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (
            await db.ConsentWithdrawals.SingleOrDefaultAsync(w => w.TenantId == caller.TenantId && w.UserId == stored, cancellationToken)
            is not { } withdrawal
        )
            return Result.Done("No withdrawal was recorded.");
        db.ConsentWithdrawals.Remove(withdrawal);
        await RecordAsync(db, caller, PrivacyEventKind.ConsentRestored, stored, cancellationToken);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another request was first.
        }

        return Result.Done("The consent is given again.");
    }

    /// <summary>The subject is a keyed hash, as in the record of an erasure: the log cannot be changed when the user is erased.</summary>
    private async Task RecordAsync(
        TriageDbContext db,
        ApiCaller caller,
        PrivacyEventKind kind,
        string stored,
        CancellationToken cancellationToken
    )
    {
        var subject = (await keys.GetAsync(cancellationToken)).Of(SubjectKeys.Purpose, stored);
        var action = kind == PrivacyEventKind.ConsentWithdrawn ? AuditActions.ConsentWithdrawn : AuditActions.ConsentRestored;
        var now = time.GetUtcNow();
        PrivacyTrail.Consent(db, now, caller, kind, subject);
        AuditTrail.Add(db, now, AuditActor.Of(caller), caller.TenantId, action, $"user/{subject}");
    }

    /// <summary>The id as interactions have it: one that looks personal is stored as a keyed hash.</summary>
    private async Task<string?> StoredAsync(string? userId, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(userId) || userId.Length > MaxUserId
            ? null
            : (await keys.GetAsync(cancellationToken)).Stored(Texts.Storable(userId.TrimEnd()));

    private static Error Invalid() => Error.InvalidField("user_id", $"Enter the user id, at most {MaxUserId} characters.");
}
