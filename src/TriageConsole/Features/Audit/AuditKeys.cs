using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Data;
using TriageConsole.Data.AuditLog;
using TriageConsole.Data.Providers;

namespace TriageConsole.Features.Audit;

/// <summary>The key that signs checkpoints, created when it is first needed.</summary>
public sealed class AuditKeys(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    IDataProtectionProvider protection,
    IOptions<AuditOptions> options,
    TimeProvider time
)
{
    private readonly IDataProtector protector = protection.CreateProtector("audit-log");

    /// <summary>The name of the log and a private key. The caller disposes the key.</summary>
    public async Task<(string Origin, ECDsa Key)> GetAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.AuditKey.AsNoTracking().SingleOrDefaultAsync(cancellationToken) ?? await CreateAsync(db, cancellationToken);
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(protector.Unprotect(row.Protected)), out _);
        return (row.Origin, key);
    }

    private async Task<AuditKey> CreateAsync(TriageDbContext db, CancellationToken cancellationToken)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var row = new AuditKey
        {
            Origin = options.Value.Origin ?? $"triage-console/{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}",
            PublicKey = key.ExportSubjectPublicKeyInfo(),
            Protected = protector.Protect(Convert.ToBase64String(key.ExportPkcs8PrivateKey())),
            CreatedAt = time.GetUtcNow(),
        };
        db.AuditKey.Add(row);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return row;
        }
        catch (DbUpdateException e) when (statements.IsUniqueViolation(e))
        {
            // Another instance was first.
            db.ChangeTracker.Clear();
            return await db.AuditKey.AsNoTracking().SingleAsync(cancellationToken);
        }
    }
}
