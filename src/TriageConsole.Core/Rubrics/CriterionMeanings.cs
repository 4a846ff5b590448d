namespace TriageConsole.Core.Rubrics;

/// <summary>A published version of a rubric.</summary>
public sealed record DatedRubric(long VersionId, DateTimeOffset PublishedAt, RubricDefinition Definition);

/// <summary>
/// Since which version a criterion means what it means: answers of all versions since then are compared with each other, and with none
/// before. Never mixing silently is the rule of domain section 7.
/// </summary>
public sealed class CriterionMeanings
{
    private readonly List<(DatedRubric Version, Dictionary<string, long> Since)> versions = [];

    /// <param name="published">All versions of one rubric, in the order they were published.</param>
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

    /// <summary>The first version with the criterion's meaning in this version; null where the version has no such criterion.</summary>
    public long? Since(long versionId, string criterion) =>
        versions
            .Where(v => v.Version.VersionId == versionId)
            .Select(v => v.Since.TryGetValue(criterion, out var since) ? (long?)since : null)
            .FirstOrDefault();

    /// <summary>The version by which an answer from elsewhere is read: the one in force then, or the first that asked the question.</summary>
    public DatedRubric? InForce(string criterion, DateTimeOffset at)
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
        // Instructions bear on every question.
        if (changed.Contains(""))
            return;
        foreach (var key in since.Keys.ToList())
            if (!changed.Contains(key) && before.Since.TryGetValue(key, out var earlier))
                since[key] = earlier;
    }
}
