using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Redaction;
using TriageConsole.Data;
using TriageConsole.Data.Redaction;

namespace TriageConsole.Features.Redaction;

/// <summary>
/// The secret key of the hashes that replace personal keys. It is created at its first use and stored encrypted; all instances use the same
/// one, so that an event is joined wherever it arrives.
/// </summary>
public sealed class KeyHashing(IDbContextFactory<TriageDbContext> contexts, IDataProtectionProvider protection, TimeProvider time)
{
    private const string Name = "key-hashes";
    private const int Bytes = 32;

    private readonly IDataProtector protector = protection.CreateProtector(Name);
    private volatile KeyedHash? hash;

    public async ValueTask<KeyedHash> GetAsync(CancellationToken cancellationToken = default) =>
        hash ??= new KeyedHash(await ReadAsync(cancellationToken) ?? await CreateAsync(cancellationToken));

    private async Task<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var wrapped = await db.ProtectedKeys.Where(k => k.Name == Name).Select(k => k.Wrapped).SingleOrDefaultAsync(cancellationToken);
        return wrapped is null ? null : protector.Unprotect(Convert.FromBase64String(wrapped));
    }

    private async Task<byte[]> CreateAsync(CancellationToken cancellationToken)
    {
        var key = RandomNumberGenerator.GetBytes(Bytes);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.ProtectedKeys.Add(
            new ProtectedKey
            {
                Name = Name,
                Wrapped = Convert.ToBase64String(protector.Protect(key)),
                CreatedAt = time.GetUtcNow(),
            }
        );
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return key;
        }
        catch (DbUpdateException)
        {
            // Another instance was first.
            return await ReadAsync(cancellationToken) ?? throw new InvalidOperationException("The key of the key hashes cannot be stored.");
        }
    }
}
