namespace TriageConsole.Core.Datasets;

/// <summary>
/// Looks for tasks and inputs that are in several splits, which would make an evaluation too good. Inputs are compared by hash: inputs that
/// are almost equal are not found.
/// </summary>
public static class LeakageCheck
{
    /// <summary>Checks rows in any order; the result does not depend on it.</summary>
    /// <param name="rows">The rows of all splits.</param>
    /// <param name="maxExamples">Maximum number of examples per kind; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is negative.</exception>
    public static LeakageReport Of(IEnumerable<DatasetRow> rows, int maxExamples = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxExamples);
        var (tasks, inputs) = (new SplitsByValue(StringComparer.Ordinal), new SplitsByValue(Deduplication.Hashes));
        var (checkedRows, withoutSplit, withoutHash) = (0, 0, 0);
        foreach (var row in rows)
        {
            if (row.Split is not { } split)
            {
                withoutSplit++;
                continue;
            }

            checkedRows++;
            tasks.Add(row.TaskKey, split, row.Key);
            if (row.InputHash is { } hash)
                inputs.Add(hash, split, row.Key);
            else
                withoutHash++;
        }

        List<LeakageFinding> findings = [];
        if (tasks.Leaked.Count > 0)
            findings.Add(new LeakageFinding(LeakageKind.SameTask, tasks.Leaked.Count, tasks.Examples(maxExamples, v => v)));
        if (inputs.Leaked.Count > 0)
            findings.Add(
                new LeakageFinding(LeakageKind.SameInput, inputs.Leaked.Count, inputs.Examples(maxExamples, v => v.ToLowerInvariant()))
            );
        return new LeakageReport(checkedRows, withoutSplit, withoutHash, findings);
    }

    /// <summary>The first row of each split, by value. Most values are in one split, which needs no dictionary of its own.</summary>
    private sealed class SplitsByValue(StringComparer comparer)
    {
        private readonly Dictionary<string, (string Split, string Key)> single = new(comparer);

        public Dictionary<string, SortedDictionary<string, string>> Leaked { get; } = new(comparer);

        public void Add(string value, string split, string key)
        {
            if (Leaked.TryGetValue(value, out var splits))
                splits[split] = splits.TryGetValue(split, out var earlier) ? First(earlier, key) : key;
            else if (!single.TryGetValue(value, out var one))
                single[value] = (split, key);
            else if (one.Split == split)
                single[value] = (split, First(one.Key, key));
            else
                Leaked[value] = new SortedDictionary<string, string>(StringComparer.Ordinal) { [one.Split] = one.Key, [split] = key };
        }

        public List<LeakageExample> Examples(int max, Func<string, string> shown) =>
            [.. Leaked.Select(l => new LeakageExample(shown(l.Key), [.. l.Value])).OrderBy(e => e.Value, StringComparer.Ordinal).Take(max)];

        private static string First(string a, string b) => string.CompareOrdinal(a, b) <= 0 ? a : b;
    }
}
