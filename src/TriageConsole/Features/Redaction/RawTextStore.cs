using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Redaction;
using TriageConsole.Data;
using TriageConsole.Data.Redaction;

namespace TriageConsole.Features.Redaction;

/// <summary>
/// Stores texts before redaction where a workflow asks for it, of interactions and of feedback: encrypted with AES-GCM by the key of the
/// end user who wrote them, with a time after which they are deleted.
/// </summary>
public sealed class RawTextStore(SubjectKeys keys)
{
    /// <summary>An interaction can have thousands of signals with long texts.</summary>
    public const int MaxFeedback = 200;

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
                    Ciphertext = Encrypt(key, Place(item.InteractionId), item.Texts),
                    ExpiresAt = now.AddDays(item.Days),
                }
            );
        }

        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    /// <summary>
    /// Stores feedback in the transaction of the caller, in which its interactions are stored already. What was stored of an earlier
    /// version of a signal is replaced or deleted.
    /// </summary>
    internal async Task StoreAsync(
        TriageDbContext db,
        long tenantId,
        KeyedHash hash,
        IReadOnlyCollection<RawFeedbackItem> items,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var interactions = items.Select(i => i.InteractionId).Distinct().ToArray();
        var signals = items.Select(i => i.SignalKey).Distinct().ToArray();
        var subjects = items.Where(i => i.Texts is not null).Select(i => hash.Of(SubjectKeys.Purpose, i.Subject)).Distinct().ToArray();
        var stored = (
            await db
                .RawFeedback.Where(t => interactions.Contains(t.InteractionId) && signals.Contains(t.SignalKey))
                .ToListAsync(cancellationToken)
        ).ToDictionary(t => (t.InteractionId, t.SignalKey));
        var byKey = await keys.GetAsync(db, tenantId, subjects, now, cancellationToken);
        foreach (var item in items)
        {
            if (stored.Remove((item.InteractionId, item.SignalKey), out var earlier))
                db.RawFeedback.Remove(earlier);
        }

        await db.SaveChangesAsync(cancellationToken);
        foreach (var item in items)
        {
            if (item.Texts is not { } texts)
                continue;
            var (id, key) = byKey[hash.Of(SubjectKeys.Purpose, item.Subject)];
            db.RawFeedback.Add(
                new RawFeedback
                {
                    InteractionId = item.InteractionId,
                    SignalKey = item.SignalKey,
                    SubjectKeyId = id,
                    Ciphertext = Encrypt(key, Place(item.InteractionId, item.SignalKey), texts),
                    ExpiresAt = now.AddDays(item.Days),
                }
            );
        }

        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    /// <summary>The texts of an interaction and of its feedback; null if none are stored.</summary>
    internal async Task<RawReading?> ReadAsync(
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
            select new
            {
                t.Ciphertext,
                k.Wrapped,
                k.SubjectHash,
            }
        ).SingleOrDefaultAsync(cancellationToken);
        var feedback = await (
            from t in db.RawFeedback
            where t.InteractionId == interactionId && t.ExpiresAt > now
            join k in db.SubjectKeys on t.SubjectKeyId equals k.Id
            orderby t.SignalKey
            select new
            {
                t.SignalKey,
                t.Ciphertext,
                k.Wrapped,
                k.SubjectHash,
            }
        )
            .Take(MaxFeedback)
            .ToListAsync(cancellationToken);
        if (row is null && feedback.Count == 0)
            return null;
        var texts = row is null
            ? new RawTexts(null, null, null, null)
            : Decrypt<RawTexts>(keys.Unwrap(row.Wrapped), Place(interactionId), row.Ciphertext);
        var ofFeedback = feedback.ConvertAll(f =>
            Decrypt<RawFeedbackTexts>(keys.Unwrap(f.Wrapped), Place(interactionId, f.SignalKey), f.Ciphertext)
        );
        var subjects = feedback.Select(f => f.SubjectHash).Prepend(row?.SubjectHash).OfType<string>().Distinct(StringComparer.Ordinal);
        return new RawReading(texts with { Feedback = ofFeedback }, [.. subjects]);
    }

    private static byte[] Encrypt<T>(byte[] key, byte[] place, T texts)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(texts);
        var stored = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = stored.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Encrypt(nonce, plain, stored.AsSpan(NonceBytes + TagBytes), stored.AsSpan(NonceBytes, TagBytes), place);
        return stored;
    }

    private static T Decrypt<T>(byte[] key, byte[] place, ReadOnlySpan<byte> stored)
    {
        var plain = new byte[stored.Length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Decrypt(stored[..NonceBytes], stored[(NonceBytes + TagBytes)..], stored.Slice(NonceBytes, TagBytes), plain, place);
        return JsonSerializer.Deserialize<T>(plain)!;
    }

    /// <summary>Binds a ciphertext to its interaction, and to its signal, so that rows cannot be exchanged.</summary>
    private static byte[] Place(long interactionId, string signalKey = "")
    {
        var bytes = new byte[sizeof(long) + Encoding.UTF8.GetByteCount(signalKey)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, interactionId);
        Encoding.UTF8.GetBytes(signalKey, bytes.AsSpan(sizeof(long)));
        return bytes;
    }
}
