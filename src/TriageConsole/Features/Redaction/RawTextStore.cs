using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Redaction;
using TriageConsole.Data;
using TriageConsole.Data.Redaction;

namespace TriageConsole.Features.Redaction;

/// <summary>
/// Stores texts before redaction where a workflow asks for it: encrypted with AES-GCM by the key of the end user, with a time after which
/// they are deleted.
/// </summary>
public sealed class RawTextStore(SubjectKeys keys)
{
    private static readonly int NonceBytes = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagBytes = AesGcm.TagByteSizes.MaxSize;

    /// <summary>Stores texts in the transaction of the caller, in which their interactions are stored already.</summary>
    internal async Task StoreAsync(
        TriageDbContext db,
        long tenantId,
        KeyedHash hash,
        IReadOnlyCollection<RawTextItem> items,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var subjects = items.ToDictionary(i => i.InteractionId, i => hash.Of(SubjectKeys.Purpose, i.Subject));
        var byKey = await keys.GetAsync(db, tenantId, [.. subjects.Values.Distinct()], now, cancellationToken);
        foreach (var item in items)
        {
            var (id, key) = byKey[subjects[item.InteractionId]];
            db.RawTexts.Add(
                new RawText
                {
                    InteractionId = item.InteractionId,
                    SubjectKeyId = id,
                    Ciphertext = Encrypt(key, item.InteractionId, item.Texts),
                    ExpiresAt = now.AddDays(item.Days),
                }
            );
        }

        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    /// <summary>The texts of an interaction; null if none are stored.</summary>
    internal async Task<RawTexts?> ReadAsync(
        TriageDbContext db,
        long interactionId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var row = await (
            from t in db.RawTexts
            where t.InteractionId == interactionId && t.ExpiresAt > now
            join k in db.SubjectKeys on t.SubjectKeyId equals k.Id
            select new { t.Ciphertext, k.Wrapped }
        ).SingleOrDefaultAsync(cancellationToken);
        return row is null ? null : Decrypt(keys.Unwrap(row.Wrapped), interactionId, row.Ciphertext);
    }

    private static byte[] Encrypt(byte[] key, long interactionId, RawTexts texts)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(texts);
        var stored = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = stored.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Encrypt(nonce, plain, stored.AsSpan(NonceBytes + TagBytes), stored.AsSpan(NonceBytes, TagBytes), Place(interactionId));
        return stored;
    }

    private static RawTexts Decrypt(byte[] key, long interactionId, ReadOnlySpan<byte> stored)
    {
        var plain = new byte[stored.Length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Decrypt(
            stored[..NonceBytes],
            stored[(NonceBytes + TagBytes)..],
            stored.Slice(NonceBytes, TagBytes),
            plain,
            Place(interactionId)
        );
        return JsonSerializer.Deserialize<RawTexts>(plain)!;
    }

    /// <summary>Binds a ciphertext to its interaction, so that rows cannot be exchanged.</summary>
    private static byte[] Place(long interactionId)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, interactionId);
        return bytes;
    }
}
