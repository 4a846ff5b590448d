namespace TriageConsole.Core.Datasets;

/// <summary>
/// Compares the rows of a manifest with those of a rebuild. A rebuild takes items, weights and splits from the manifest: if deduplication
/// or balance ran again, an erased row would be replaced by another one, which is a difference of its own. Keys are sorted by UTF-16 code
/// units.
/// </summary>
/// <param name="Difference">The result.</param>
/// <param name="OldRows">Number of rows of the manifest.</param>
/// <param name="NewRows">Number of rows of the rebuild.</param>
/// <param name="Added">Keys that only the rebuild has.</param>
/// <param name="Removed">Keys that only the manifest has, for no known reason.</param>
/// <param name="Changed">Keys with different content.</param>
/// <param name="Withheld">Keys that only the manifest has, with the reason.</param>
/// <param name="NotWithheld">Keys of the rebuild that should have been withheld.</param>
public sealed record ManifestComparison(
    ManifestDifference Difference,
    int OldRows,
    int NewRows,
    IReadOnlyList<string> Added,
    IReadOnlyList<string> Removed,
    IReadOnlyList<string> Changed,
    IReadOnlyList<WithheldRow> Withheld,
    IReadOnlyList<WithheldRow> NotWithheld
)
{
    /// <summary>Compares two sets of rows, each in any order.</summary>
    /// <param name="manifest">The rows of the manifest.</param>
    /// <param name="rebuild">The rows of the rebuild.</param>
    /// <param name="withheld">Items that must not be in the rebuild, by key. Other keys than those of the rows have no effect.</param>
    /// <exception cref="ArgumentException">A key occurs twice in one of the sets.</exception>
    public static ManifestComparison Of(
        IEnumerable<ManifestRow> manifest,
        IEnumerable<ManifestRow> rebuild,
        IReadOnlyDictionary<string, WithheldReason> withheld
    )
    {
        var (old, now) = (ByKey(manifest, nameof(manifest)), ByKey(rebuild, nameof(rebuild)));
        var missing = Sorted(old.Keys.Where(k => !now.ContainsKey(k)));
        var added = Sorted(now.Keys.Where(k => !old.ContainsKey(k)));
        var changed = Sorted(now.Where(r => old.TryGetValue(r.Key, out var hash) && hash != r.Value).Select(r => r.Key));
        List<string> removed = [.. missing.Where(k => !withheld.ContainsKey(k))];
        List<WithheldRow> gone = [.. missing.Where(withheld.ContainsKey).Select(k => new WithheldRow(k, withheld[k]))];
        List<WithheldRow> present = [.. Sorted(now.Keys.Where(withheld.ContainsKey)).Select(k => new WithheldRow(k, withheld[k]))];
        var difference =
            added.Count + removed.Count + changed.Count + present.Count > 0 ? ManifestDifference.Other
            : gone.Count > 0 ? ManifestDifference.Withheld
            : ManifestDifference.Same;
        return new ManifestComparison(difference, old.Count, now.Count, added, removed, changed, gone, present);
    }

    private static Dictionary<string, RowHash> ByKey(IEnumerable<ManifestRow> rows, string name)
    {
        var byKey = new Dictionary<string, RowHash>(StringComparer.Ordinal);
        foreach (var row in rows)
            if (!byKey.TryAdd(row.Key, row.Hash))
                throw new ArgumentException($"The key '{row.Key}' occurs twice.", name);
        return byKey;
    }

    private static List<string> Sorted(IEnumerable<string> keys) => [.. keys.Order(StringComparer.Ordinal)];
}
