using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace TriageConsole.Core.Routing;

/// <summary>A permanent pseudo-random number per unit: the same in every process, on every machine and after every restart.</summary>
public static class StickyHash
{
    /// <summary>The first 53 bits of SHA-256 of the salt, a zero byte and the unit in UTF-8, as a fraction.</summary>
    /// <param name="salt">Purpose of the number; different salts give independent numbers.</param>
    /// <param name="unit">Id of a user, a session or a task.</param>
    /// <returns>At least 0 and below 1.</returns>
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
