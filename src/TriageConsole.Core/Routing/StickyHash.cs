using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace TriageConsole.Core.Routing;

/// <summary>A number that belongs to a unit for ever: the same in every process, on every machine, after every restart.</summary>
public static class StickyHash
{
    /// <summary>The first 53 bits of SHA-256 of salt, a zero byte and unit in UTF-8, as a fraction.</summary>
    /// <param name="salt">What is drawn for: other salts give independent numbers.</param>
    /// <param name="unit">A user, a session, a task.</param>
    /// <returns>0 or more and under 1.</returns>
    public static double Unit(string salt, string unit)
    {
        const int onStack = 512;
        var most = Encoding.UTF8.GetMaxByteCount(salt.Length) + 1 + Encoding.UTF8.GetMaxByteCount(unit.Length);
        var rented = most > onStack ? ArrayPool<byte>.Shared.Rent(most) : null;
        var text = rented ?? stackalloc byte[onStack];
        var length = Encoding.UTF8.GetBytes(salt, text);
        text[length++] = 0;
        length += Encoding.UTF8.GetBytes(unit, text[length..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..length], hash);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return (BinaryPrimitives.ReadUInt64BigEndian(hash) >> 11) * (1.0 / (1UL << 53));
    }
}
