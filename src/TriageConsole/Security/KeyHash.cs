using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace TriageConsole.Security;

/// <summary>The SHA-256 of a presented key. The key itself is not stored.</summary>
internal readonly record struct KeyHash(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>The maximum length of a valid key.</summary>
    public const int MaxLength = 200;

    public static KeyHash Of(string presented)
    {
        Span<byte> text = stackalloc byte[MaxLength * 3];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var length = Encoding.UTF8.GetBytes(presented, text);
        SHA256.HashData(text[..length], hash);
        return new KeyHash(
            BinaryPrimitives.ReadUInt64LittleEndian(hash),
            BinaryPrimitives.ReadUInt64LittleEndian(hash[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(hash[16..]),
            BinaryPrimitives.ReadUInt64LittleEndian(hash[24..])
        );
    }
}
