using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace TriageConsole.Core.Redaction;

/// <summary>
/// Remembers the texts in which nothing was found, by a hash with a secret seed. Applications send the same instructions with every call,
/// and the earlier messages of a conversation again with every turn, so most of what they send was searched before. Holds at most twice
/// <see cref="MaxTexts"/> hashes (about 100 bytes each): when one set is full, the older one is dropped.
/// </summary>
internal static class KnownTexts
{
    /// <summary>Shorter texts are searched about as fast as they are looked up.</summary>
    private const int Shortest = 48;

    private const int MaxTexts = 50_000;

    private static readonly long Seed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    private static ConcurrentDictionary<UInt128, byte> newer = [];
    private static ConcurrentDictionary<UInt128, byte> older = [];
    private static int count;

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
        if (newer.ContainsKey(key))
            return true;
        if (!older.ContainsKey(key))
            return false;
        Add(key);
        return true;
    }

    public static void Add(UInt128 key)
    {
        if (!newer.TryAdd(key, 0) || Interlocked.Increment(ref count) < MaxTexts)
            return;
        // Two threads at this place at once only forget more.
        Interlocked.Exchange(ref count, 0);
        older = Interlocked.Exchange(ref newer, []);
    }
}
