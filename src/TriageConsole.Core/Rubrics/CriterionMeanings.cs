namespace TriageConsole.Core.Rubrics;

/// <summary>
/// Finds for each criterion the first version with its current meaning. Answers since that version are compared with each other, and with
/// none before, so that answers with different meanings are never mixed.
/// </summary>
public sealed class CriterionMeanings
{
    private readonly List<(DatedRubric Version, Dictionary<string, long> Since)> versions = [];

    /// <param name="published">All versions of one rubric, in the order of publication.</param>
    public CriterionMeanings(IEnumerable<DatedRubric> published)
    {
        foreach (var version in published)
        {
            var since = version.Definition.Criteria.ToDictionary(c => c.Key, _ => version.VersionId, StringComparer.Ordinal);
            if (versions.Count > 0)
                KeepUnchanged(versions[^1], version, since);
            versions.Add((version, since));
        }
    }

    /// <summary>
    /// The first version with the meaning that the criterion has in this version; null if this version lacks the criterion.
    /// </summary>
    public long? Since(long versionId, string criterion) =>
        versions
            .Where(v => v.Version.VersionId == versionId)
            .Select(v => v.Since.TryGetValue(criterion, out var since) ? (long?)since : null)
            .FirstOrDefault();

    /// <summary>
    /// The version that applies to an imported answer: the version with this criterion that was current at that time, or the first one with
    /// it.
    /// </summary>
    public DatedRubric? Current(string criterion, DateTimeOffset at)
    {
        var asking = versions.Where(v => v.Since.ContainsKey(criterion)).Select(v => v.Version).ToList();
        return asking.LastOrDefault(v => v.PublishedAt <= at) ?? asking.FirstOrDefault();
    }

    private static void KeepUnchanged(
        (DatedRubric Version, Dictionary<string, long> Since) before,
        DatedRubric after,
        Dictionary<string, long> since
    )
    {
        var changed = RubricDifference
            .Between(before.Version.Definition, after.Definition)
            .Where(c => c.ChangesMeaning)
            .Select(c => c.Criterion)
            .ToHashSet(StringComparer.Ordinal);
        // Instructions affect every question.
        if (changed.Contains(""))
            return;
        foreach (var key in since.Keys.ToList())
            if (!changed.Contains(key) && before.Since.TryGetValue(key, out var earlier))
                since[key] = earlier;
    }
}
