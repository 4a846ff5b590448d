using System.Numerics;
using System.Runtime.InteropServices;

namespace TriageConsole.Core.Agreement;

/// <summary>Counts equal items of a matrix of ratings. Only the first item of a pattern allocates.</summary>
internal static class PatternCounter
{
    public static IEnumerable<(CategoryCount[] Counts, long Items)> Count(ReadOnlySpan<short> ratings, int labelers, int categories)
    {
        var bits = BitOperations.Log2((uint)labelers) + 1;
        return bits * (long)categories <= 64 ? Packed(ratings, labelers, categories, bits) : Sorted(ratings, labelers, categories);
    }

    /// <summary>For few categories: an item is one number with a counter of some bits per category.</summary>
    private static IEnumerable<(CategoryCount[] Counts, long Items)> Packed(
        ReadOnlySpan<short> ratings,
        int labelers,
        int categories,
        int bits
    )
    {
        // The first entry is for a missing label.
        var one = new ulong[categories + 1];
        for (var k = 0; k < categories; k++)
            one[k + 1] = 1UL << (bits * k);
        var known = new Dictionary<ulong, long>();
        for (var at = 0; at < ratings.Length; at += labelers)
        {
            ulong key = 0;
            foreach (var rating in ratings.Slice(at, labelers))
            {
                var place = (uint)(rating + 1);
                if (place >= (uint)one.Length)
                    throw NoCategory(rating);
                key += one[place];
            }

            CollectionsMarshal.GetValueRefOrAddDefault(known, key, out _)++;
        }

        return known.Select(item => (Unpack(item.Key, categories, bits), item.Value));
    }

    private static CategoryCount[] Unpack(ulong key, int categories, int bits) =>
        [
            .. Enumerable
                .Range(0, categories)
                .Select(k => new CategoryCount(k, (int)(key >> (bits * k)) & ((1 << bits) - 1)))
                .Where(c => c.Count > 0),
        ];

    /// <summary>For any number of categories: an item is its sorted ratings as a string.</summary>
    private static IEnumerable<(CategoryCount[] Counts, long Items)> Sorted(ReadOnlySpan<short> ratings, int labelers, int categories)
    {
        var known = new Dictionary<string, long>(StringComparer.Ordinal);
        var byKey = known.GetAlternateLookup<ReadOnlySpan<char>>();
        var item = new char[labelers];
        for (var at = 0; at < ratings.Length; at += labelers)
        {
            var given = 0;
            foreach (var rating in ratings.Slice(at, labelers))
            {
                if (rating < -1 || rating >= categories)
                    throw NoCategory(rating);
                if (rating >= 0)
                    item[given++] = (char)rating;
            }

            var key = item.AsSpan(0, given);
            key.Sort();
            CollectionsMarshal.GetValueRefOrAddDefault(byKey, key, out _)++;
        }

        return known.Select(i => (i.Key.GroupBy(c => c).Select(g => new CategoryCount(g.Key, g.Count())).ToArray(), i.Value));
    }

    private static ArgumentException NoCategory(short rating) => new($"There is no category {rating}.", nameof(rating));
}
