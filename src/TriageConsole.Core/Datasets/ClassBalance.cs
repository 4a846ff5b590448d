using TriageConsole.Core.Routing;

namespace TriageConsole.Core.Datasets;

/// <summary>
/// Random undersampling: a class with n rows keeps min(n, maximum). Fine-tuning services take no sample weights, so weights could not
/// balance the classes there. The rows that stay are those with the smallest SHA-256 of "class balance", LF, seed, a zero byte and the key,
/// a simple random sample without replacement that needs no state: a new row replaces at most one old row. Source: E. Ohlsson,
/// "Coordination of samples using permanent random numbers", 1995. Weights of rows are neither used nor changed.
/// </summary>
public static class ClassBalance
{
    /// <summary>Limits the rows of each class. Rows in any order give the same result.</summary>
    /// <param name="rows">Rows with distinct keys.</param>
    /// <param name="classOf">The class of a row, such as its pattern; null if it has none.</param>
    /// <param name="maxRows">Maximum number of rows per class; at least 1.</param>
    /// <param name="seed">Any text; another seed gives an independent sample.</param>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is below 1.</exception>
    public static ClassBalanceResult Of(IEnumerable<DatasetRow> rows, Func<DatasetRow, string?> classOf, int maxRows, string seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRows, 1);
        // See TaskSplit for the reason of the prefix.
        var salt = $"class balance\n{seed}";
        List<DatasetRow> kept = [];
        List<ClassCount> classes = [];
        var withoutClass = 0;
        foreach (var group in rows.ToLookup(classOf, StringComparer.Ordinal!))
        {
            if (group.Key is null)
            {
                kept.AddRange(group);
                withoutClass += group.Count();
                continue;
            }

            var (before, start) = (group.Count(), kept.Count);
            kept.AddRange(
                before <= maxRows
                    ? group
                    : group.OrderBy(r => StickyHash.Unit(salt, r.Key)).ThenBy(r => r.Key, StringComparer.Ordinal).Take(maxRows)
            );
            classes.Add(new ClassCount(group.Key, before, kept.Count - start));
        }

        return new ClassBalanceResult(
            [.. kept.OrderBy(r => r.Key, StringComparer.Ordinal)],
            [.. classes.OrderBy(c => c.Class, StringComparer.Ordinal)],
            withoutClass
        );
    }
}
