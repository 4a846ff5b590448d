namespace TriageConsole.Core.Datasets;

/// <summary>
/// Keeps one row per input hash. It is the row with the highest weight, because weight says how much a row is trusted; then the one with
/// the newest label, which was given under the latest guidelines; then the one with the first key, so that the result does not depend on
/// the order of the rows. Run it before splitting: the same input can occur in several tasks.
/// </summary>
public static class Deduplication
{
    /// <summary>
    /// Hashes that senders compute can have upper-case digits. Ignoring case merges distinct hashes of other encodings only by an
    /// improbable coincidence.
    /// </summary>
    internal static readonly StringComparer Hashes = StringComparer.OrdinalIgnoreCase;

    /// <summary>Removes duplicates. Rows in any order give the same result.</summary>
    /// <param name="rows">Rows with distinct keys.</param>
    public static DeduplicationResult Of(IEnumerable<DatasetRow> rows)
    {
        List<DatasetRow> kept = [];
        List<DuplicateRow> removed = [];
        var withoutHash = 0;
        foreach (var group in rows.ToLookup(r => r.InputHash, Hashes!))
        {
            if (group.Key is null)
            {
                kept.AddRange(group);
                withoutHash += group.Count();
                continue;
            }

            var ranked = group
                .OrderByDescending(r => r.Weight)
                .ThenByDescending(r => r.NewestLabel)
                .ThenBy(r => r.Key, StringComparer.Ordinal)
                .ToList();
            kept.Add(ranked[0]);
            removed.AddRange(ranked.Skip(1).Select(r => new DuplicateRow(r.Key, ranked[0].Key)));
        }

        return new DeduplicationResult(
            [.. kept.OrderBy(r => r.Key, StringComparer.Ordinal)],
            [.. removed.OrderBy(r => r.Key, StringComparer.Ordinal)],
            withoutHash
        );
    }
}
