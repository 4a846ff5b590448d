using System.IO.Hashing;
using System.Security.Cryptography;

namespace TriageConsole.Core.Redaction;

/// <summary>
/// Remembers the texts in which nothing was found, by a hash with a secret seed. Applications send the same instructions with every call,
/// and the earlier messages of a conversation again with every turn, so most of what they send was searched before. A table of fixed size
/// (2 MiB, about 130,000 texts): a place holds two texts, and the older one is forgotten for a third. Without locks: a text that is lost
/// because two threads write to one place is searched again.
/// </summary>
internal static class KnownTexts
{
    /// <summary>Shorter texts are searched about as fast as they are looked up.</summary>
    private const int Shortest = 48;

    private const int Places = 1 << 16;

    /// <summary>Two hashes of two words each.</summary>
    private const int WordsPerPlace = 4;

    private static readonly long Seed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
    private static readonly ulong[] Words = new ulong[Places * WordsPerPlace];

    /// <summary>The hash of a text under a policy; null if the text is too short to be remembered.</summary>
    /// <param name="policy">What is searched.</param>
    /// <param name="name">Name of the property whose value the text is. It decides about weak patterns.</param>
    /// <param name="nesting">How many texts of JSON are around it.</param>
    /// <param name="text">The bytes of the text.</param>
    public static UInt128? KeyOf(RedactionPolicy policy, ReadOnlySpan<char> name, int nesting, ReadOnlySpan<byte> text) =>
        text.Length < Shortest
            ? null
            : XxHash128.HashToUInt128(text, Seed ^ ((policy.Number * 100 + nesting) << 32) ^ (uint)string.GetHashCode(name));

    public static bool Contains(UInt128 key)
    {
        var place = Place(key);
        return Holds(place[..2], key) || Holds(place[2..], key);
    }

    public static void Add(UInt128 key)
    {
        var place = Place(key);
        place[..2].CopyTo(place[2..]);
        (place[0], place[1]) = ((ulong)key, (ulong)(key >> 64));
    }

    private static bool Holds(ReadOnlySpan<ulong> words, UInt128 key) => words[0] == (ulong)key && words[1] == (ulong)(key >> 64);

    private static Span<ulong> Place(UInt128 key) => Words.AsSpan((int)((ulong)key % Places) * WordsPerPlace, WordsPerPlace);
}
