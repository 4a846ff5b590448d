using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace TriageConsole.Core.Datasets;

/// <summary>SHA-256 of the canonical JSON of a row, in 32 bytes.</summary>
public readonly record struct RowHash
{
    private readonly ulong first,
        second,
        third,
        fourth;

    private RowHash(ReadOnlySpan<byte> hash)
    {
        first = BinaryPrimitives.ReadUInt64BigEndian(hash);
        second = BinaryPrimitives.ReadUInt64BigEndian(hash[8..]);
        third = BinaryPrimitives.ReadUInt64BigEndian(hash[16..]);
        fourth = BinaryPrimitives.ReadUInt64BigEndian(hash[24..]);
    }

    /// <summary>The hash of a row.</summary>
    /// <exception cref="FormatException">A text of the row has half a surrogate pair.</exception>
    public static RowHash Of(DatasetRow row) => Of(row, new ArrayBufferWriter<byte>());

    /// <summary>Parses the output of <see cref="ToString"/>.</summary>
    /// <param name="text">64 hexadecimal digits.</param>
    /// <exception cref="FormatException">It is something else.</exception>
    public static RowHash Parse(string text) =>
        text.Length == 2 * SHA256.HashSizeInBytes
            ? new RowHash(Convert.FromHexString(text))
            : throw new FormatException("A row hash has 64 hexadecimal digits.");

    /// <summary>64 hexadecimal digits in lower case.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        Write(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>As above, with a buffer that many rows share.</summary>
    internal static RowHash Of(DatasetRow row, ArrayBufferWriter<byte> buffer)
    {
        buffer.ResetWrittenCount();
        RowJson.WriteCanonical(row, buffer);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.WrittenSpan, hash);
        return new RowHash(hash);
    }

    /// <summary>The order of the bytes.</summary>
    internal static int Compare(RowHash a, RowHash b) =>
        a.first != b.first ? a.first.CompareTo(b.first)
        : a.second != b.second ? a.second.CompareTo(b.second)
        : a.third != b.third ? a.third.CompareTo(b.third)
        : a.fourth.CompareTo(b.fourth);

    internal void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, first);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], second);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], third);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], fourth);
    }
}
