using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Auditing;
using TriageConsole.Core;
using TriageConsole.Core.AuditLog;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.AuditLog;
using TriageConsole.Data.Providers;

namespace TriageConsole.Features.Audit;

/// <summary>
/// The keys that sign checkpoints. The first is created when it is needed, and each later one replaces the one before it. It needs no
/// permission check: only the command line replaces a key.
/// </summary>
public sealed class AuditKeys(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    IDataProtectionProvider protection,
    IOptions<AuditOptions> options,
    TimeProvider time
)
{
    private readonly IDataProtector protector = protection.CreateProtector("audit-log");

    /// <summary>The number of the key that signs.</summary>
    public async Task<int> CurrentAsync(CancellationToken cancellationToken)
    {
        await FirstAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.AuditKeys.MaxAsync(k => k.Id, cancellationToken);
    }

    /// <summary>
    /// Creates the key that signs from the next checkpoint on. That checkpoint names the key before it, and destroys its private part.
    /// </summary>
    /// <param name="number">The key to replace. Two replacements of the same key at the same time make one new key.</param>
    /// <param name="isEndorsed">Whether the old key endorses the new one. If not, its private part is destroyed at once.</param>
    /// <param name="reason">Why; required without an endorsement.</param>
    /// <param name="actor">Who asks for it.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The public key (PEM).</returns>
    public async Task<Result<string>> RotateAsync(
        int number,
        bool isEndorsed,
        string? reason,
        AuditActor actor,
        CancellationToken cancellationToken
    )
    {
        if (!isEndorsed && string.IsNullOrWhiteSpace(reason))
            return Error.InvalidField("reason", "Give the reason why the old key does not endorse the new one.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await LockAsync(db, cancellationToken);
        var old = await db.AuditKeys.OrderByDescending(k => k.Id).FirstAsync(cancellationToken);
        if (old.Id != number)
            return Error.Conflict("The key was replaced at the same time.");
        if (old.Id > 1 && old.FirstSize is null)
            return Error.Conflict("The last new key has signed nothing yet. Run 'audit checkpoint' first.");
        if (isEndorsed && !IsReadable(old))
            return Error.Conflict("The key ring cannot read the private key, so it cannot endorse another: use --without-endorsement.");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var next = Row(old.Id + 1, old.Origin, key);
        db.AuditKeys.Add(next);
        if (!isEndorsed)
            old.Protected = null;
        var (oldId, nextId) = (SignedCheckpoint.IdOf(old.PublicKey), SignedCheckpoint.IdOf(next.PublicKey));
        AuditTrail.Add(
            db,
            next.CreatedAt,
            actor,
            null,
            AuditActions.AuditKeyRotated,
            $"audit key {nextId}",
            new
            {
                Before = oldId,
                IsEndorsed = isEndorsed,
                Reason = reason is null ? null : Texts.Cut(reason, 1000),
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Result.Done($"Key {nextId} follows key {oldId}.", key.ExportSubjectPublicKeyInfoPem());
    }

    /// <summary>The oldest key, from which the others can be verified if they are endorsed.</summary>
    internal async Task<AuditKey> FirstAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.AuditKeys.AsNoTracking().OrderBy(k => k.Id).FirstOrDefaultAsync(cancellationToken) is { } first)
            return first;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var row = Row(1, options.Value.Origin ?? $"triage-console/{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}", key);
        db.AuditKeys.Add(row);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return row;
        }
        catch (DbUpdateException e) when (statements.IsUniqueViolation(e))
        {
            // Another instance was first.
            db.ChangeTracker.Clear();
            return await db.AuditKeys.AsNoTracking().OrderBy(k => k.Id).FirstAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Locks the keys until the transaction ends. Checkpoints and new keys are made one at a time: a checkpoint of the old key behind the
    /// first one of the new key would be a fault.
    /// </summary>
    internal static Task LockAsync(TriageDbContext db, CancellationToken cancellationToken) =>
        db.AuditKeys.Where(k => k.Id == 1).ExecuteUpdateAsync(s => s.SetProperty(k => k.Origin, k => k.Origin), cancellationToken);

    /// <summary>What signs the next checkpoint. The keys must be locked.</summary>
    internal async Task<AuditSigner> SignerAsync(TriageDbContext db, CancellationToken cancellationToken)
    {
        var rows = await db.AuditKeys.AsNoTracking().OrderByDescending(k => k.Id).Take(2).ToListAsync(cancellationToken);
        var key = Private(rows[0]);
        if (rows is not [{ FirstSize: null } current, var old])
            return new AuditSigner(rows[0].Id, rows[0].Origin, key, null, null);
        // Of the key that signs, not as the row says: a person who can write to the database must not get another key endorsed.
        var change = new KeyChange(Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()), SignedCheckpoint.IdOf(old.PublicKey));
        return new AuditSigner(current.Id, current.Origin, key, old.Protected is null ? null : Private(old), change);
    }

    /// <summary>Stores that the key has signed, and destroys the private part of the one before it.</summary>
    internal static async Task BeginAsync(TriageDbContext db, int number, long size, CancellationToken cancellationToken)
    {
        await db
            .AuditKeys.Where(k => k.Id == number)
            .ExecuteUpdateAsync(s => s.SetProperty(k => k.FirstSize, (long?)size), cancellationToken);
        await db
            .AuditKeys.Where(k => k.Id < number)
            .ExecuteUpdateAsync(s => s.SetProperty(k => k.Protected, (string?)null), cancellationToken);
    }

    private bool IsReadable(AuditKey row)
    {
        try
        {
            Private(row).Dispose();
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private ECDsa Private(AuditKey row)
    {
        var key = ECDsa.Create();
        var text = row.Protected ?? throw new InvalidOperationException($"Key {row.Id} of the audit log was replaced.");
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(protector.Unprotect(text)), out _);
        return key;
    }

    private AuditKey Row(int number, string origin, ECDsa key) =>
        new()
        {
            Id = number,
            Origin = origin,
            PublicKey = key.ExportSubjectPublicKeyInfo(),
            Protected = protector.Protect(Convert.ToBase64String(key.ExportPkcs8PrivateKey())),
            CreatedAt = time.GetUtcNow(),
        };
}
