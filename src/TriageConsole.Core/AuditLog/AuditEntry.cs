using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace TriageConsole.Core.AuditLog;

/// <summary>One entry of the audit log: who did what to which object, and when.</summary>
/// <param name="Number">Position in the log, from 1 without gaps.</param>
/// <param name="At">When it happened; kept to the microsecond, which databases of both providers can store.</param>
/// <param name="Tenant">Key of the tenant; null for what concerns the whole installation.</param>
/// <param name="Actor">A person or a program, as named at that time.</param>
/// <param name="Action">A name of a fixed list, such as <c>release.promoted</c>.</param>
/// <param name="Subject">What the action was applied to.</param>
/// <param name="Details">More about it as JSON text, stored as it was written.</param>
/// <param name="Previous">Hash of the entry before, 32 bytes; for the first entry 32 zero bytes.</param>
public sealed record AuditEntry(
    long Number,
    DateTimeOffset At,
    string? Tenant,
    string Actor,
    string Action,
    string Subject,
    string Details,
    byte[] Previous
)
{
    // A change of the format gets a new name, so that no two formats give the same bytes.
    private const string Format = "triage-console audit entry 1";

    /// <summary>What the first entry has instead of the hash of the one before it.</summary>
    public static byte[] NoEntry() => new byte[MerkleHash.Size];

    /// <summary>
    /// The hash of the entry, which is its leaf in the tree: over the name of the format, number and time (microseconds since 1970, both 8
    /// bytes, big-endian), the hash of the entry before, and each text as its length in bytes (4 bytes, big-endian; −1 for null) and UTF-8.
    /// </summary>
    /// <returns>32 bytes.</returns>
    /// <exception cref="EncoderFallbackException">A text has an unpaired surrogate. Two such texts could have the same bytes.</exception>
    public byte[] Hash()
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        Write(bytes, Format);
        Write(bytes, Number);
        Write(bytes, (At.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
        bytes.Write(Previous);
        foreach (var text in (ReadOnlySpan<string?>)[Tenant, Actor, Action, Subject, Details])
            Write(bytes, text);
        return MerkleHash.Leaf(bytes.WrittenSpan);
    }

    private static void Write(ArrayBufferWriter<byte> bytes, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(bytes.GetSpan(sizeof(long)), number);
        bytes.Advance(sizeof(long));
    }

    private static void Write(ArrayBufferWriter<byte> bytes, string? text)
    {
        var count = text is null ? -1 : Strict.GetByteCount(text);
        BinaryPrimitives.WriteInt32BigEndian(bytes.GetSpan(sizeof(int)), count);
        bytes.Advance(sizeof(int));
        if (text is not null)
            bytes.Advance(Strict.GetBytes(text, bytes.GetSpan(count)));
    }

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
