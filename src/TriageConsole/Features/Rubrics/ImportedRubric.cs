using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Rubrics;

namespace TriageConsole.Features.Rubrics;

/// <summary>
/// The rubric of imported labels. It grows with the imports, and each growth is a new version. It is never the workflow's current rubric.
/// </summary>
internal static class ImportedRubric
{
    /// <summary>The latest version if <paramref name="grow"/> changes nothing; otherwise publishes the grown rubric.</summary>
    public static async Task<RubricVersion> EnsureAsync(
        TriageDbContext db,
        long workflowId,
        Func<RubricDefinition, RubricDefinition> grow,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var rubric = await db.Rubrics.SingleOrDefaultAsync(
            r => r.WorkflowId == workflowId && r.Key == Rubric.ImportedKey,
            cancellationToken
        );
        var latest = rubric is null
            ? null
            : await db.RubricVersions.Where(v => v.RubricId == rubric.Id).OrderByDescending(v => v.Number).FirstAsync(cancellationToken);
        var definition = latest is null ? new RubricDefinition("Imported labels", "", []) : RubricDefinition.FromStored(latest.Definition);
        var json = grow(definition).ToJson();
        if (latest is not null && definition.ToJson() == json)
            return latest;
        if (rubric is null)
            db.Rubrics.Add(
                rubric = new Rubric
                {
                    WorkflowId = workflowId,
                    Key = Rubric.ImportedKey,
                    Name = "Imported labels",
                }
            );
        var version = new RubricVersion
        {
            Rubric = rubric,
            Number = (latest?.Number ?? 0) + 1,
            Definition = json,
            PublishedAt = now,
            PublishedBy = "import",
        };
        db.RubricVersions.Add(version);
        await db.SaveChangesAsync(cancellationToken);
        return version;
    }

    /// <summary>The keys that the workflow's imported rubric does not have, in their order.</summary>
    public static async Task<List<string>> NewKeysAsync(
        TriageDbContext db,
        long workflowId,
        IEnumerable<string> keys,
        CancellationToken cancellationToken
    )
    {
        var latest = await db
            .RubricVersions.AsNoTracking()
            .Where(v => v.Rubric!.WorkflowId == workflowId && v.Rubric.Key == Rubric.ImportedKey)
            .OrderByDescending(v => v.Number)
            .FirstOrDefaultAsync(cancellationToken);
        var known = latest is null ? [] : Keys(latest.Definition);
        return keys.Distinct().Where(k => !known.Contains(k)).ToList();
    }

    /// <summary>The distinct keys of all imported rubrics of a tenant.</summary>
    public static async Task<HashSet<string>> KeysOfTenantAsync(TriageDbContext db, long tenantId, CancellationToken cancellationToken)
    {
        var definitions = await db
            .RubricVersions.AsNoTracking()
            .Where(v =>
                v.Rubric!.Workflow!.TenantId == tenantId
                && v.Rubric.Key == Rubric.ImportedKey
                && !db.RubricVersions.Any(later => later.RubricId == v.RubricId && later.Number > v.Number)
            )
            .Select(v => v.Definition)
            .ToListAsync(cancellationToken);
        return definitions.SelectMany(Keys).ToHashSet(StringComparer.Ordinal);
    }

    private static HashSet<string> Keys(string definition) =>
        RubricDefinition.FromStored(definition).Criteria.Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
}
