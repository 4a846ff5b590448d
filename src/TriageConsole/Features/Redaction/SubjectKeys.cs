using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Redaction;

namespace TriageConsole.Features.Redaction;

/// <summary>
/// The keys of the raw texts, one for each end user. They are stored encrypted by the key ring of Data Protection, in a table of their own,
/// so that deleting a row is the erasure.
/// </summary>
public sealed class SubjectKeys(IDataProtectionProvider protection)
{
    /// <summary>Purpose of the keyed hash of a user id.</summary>
    public const string Purpose = "subject";

    private const int Bytes = 32;

    private readonly IDataProtector protector = protection.CreateProtector("raw-texts");

    /// <summary>The keys of some subjects; missing ones are created. Runs in the transaction of the caller.</summary>
    internal async Task<Dictionary<string, (long Id, byte[] Key)>> GetAsync(
        TriageDbContext db,
        long tenantId,
        IReadOnlyCollection<string> subjects,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var rows = await db
            .SubjectKeys.Where(k => k.TenantId == tenantId && subjects.Contains(k.SubjectHash))
            .ToListAsync(cancellationToken);
        // In one order, so that two batches seldom wait for each other. A batch calls this for texts and for feedback; if two batches still
        // wait for each other, the database ends one of them, and it runs again.
        foreach (var subject in subjects.Except(rows.Select(r => r.SubjectHash)).Order(StringComparer.Ordinal))
        {
            var row = new SubjectKey
            {
                TenantId = tenantId,
                SubjectHash = subject,
                Wrapped = Convert.ToBase64String(protector.Protect(RandomNumberGenerator.GetBytes(Bytes))),
                CreatedAt = now,
            };
            db.SubjectKeys.Add(row);
            rows.Add(row);
        }

        await db.SaveChangesAsync(cancellationToken);
        return rows.ToDictionary(r => r.SubjectHash, r => (r.Id, Unwrap(r.Wrapped)));
    }

    internal byte[] Unwrap(string wrapped) => protector.Unprotect(Convert.FromBase64String(wrapped));
}
