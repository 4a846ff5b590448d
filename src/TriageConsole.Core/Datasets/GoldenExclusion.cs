namespace TriageConsole.Core.Datasets;

/// <summary>
/// Removes the golden items that gates use: a model that learned from them would pass. Rows of the same task are removed too, because one
/// turn of a conversation can contain another. It applies to every split: choosing a model on golden items is a leak as well.
/// </summary>
public sealed class GoldenExclusion
{
    private readonly HashSet<string> inputs;
    private readonly HashSet<string> tasks;

    /// <summary>Keeps the golden items.</summary>
    /// <param name="inputHashes">Their input hashes; upper and lower case are equal.</param>
    /// <param name="taskKeys">Their tasks.</param>
    public GoldenExclusion(IEnumerable<string> inputHashes, IEnumerable<string> taskKeys)
    {
        inputs = inputHashes.ToHashSet(Deduplication.Hashes);
        tasks = taskKeys.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Whether an interaction has the input or the task of a golden item.</summary>
    /// <param name="inputHash">Its input hash; null if unknown.</param>
    /// <param name="taskKey">Its task.</param>
    public bool Contains(string? inputHash, string taskKey) =>
        (inputHash is not null && inputs.Contains(inputHash)) || tasks.Contains(taskKey);

    /// <summary>Removes golden items and counts them.</summary>
    public GoldenExclusionResult Of(IEnumerable<DatasetRow> rows)
    {
        List<DatasetRow> kept = [];
        var (sameInput, sameTask) = (0, 0);
        foreach (var row in rows)
        {
            if (row.InputHash is { } hash && inputs.Contains(hash))
                sameInput++;
            else if (tasks.Contains(row.TaskKey))
                sameTask++;
            else
                kept.Add(row);
        }

        return new GoldenExclusionResult(kept, sameInput, sameTask);
    }
}
