using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Rubrics;

namespace TriageConsole.Features.Labels;

/// <summary>
/// The rubric of imported labels. It grows with the imports: an unknown key becomes a criterion, and an unknown word becomes an option.
/// Each growth is a new version. It is never the workflow's current rubric.
/// </summary>
internal static class ImportedRubric
{
    /// <summary>With more distinct words a criterion is free text.</summary>
    private const int MaxOptions = RubricParser.MaxOptions;

    /// <summary>The version for these answers. Publishes a new one if they do not fit the latest.</summary>
    public static async Task<RubricVersion> EnsureAsync(
        TriageDbContext db,
        long workflowId,
        IReadOnlyList<LabelLine> lines,
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
        var grown = Grow(definition, lines);
        var json = grown.ToJson();
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

    internal static RubricDefinition Grow(RubricDefinition definition, IReadOnlyList<LabelLine> lines)
    {
        var criteria = definition.Criteria.ToList();
        foreach (var answers in lines.GroupBy(l => l.Criterion).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var at = criteria.FindIndex(c => c.Key == answers.Key);
            var grown = Grow(at < 0 ? null : criteria[at], answers.Key, [.. answers]);
            if (at < 0)
                criteria.Add(grown);
            else
                criteria[at] = grown;
        }

        return definition with
        {
            Criteria = criteria,
        };
    }

    private static Criterion Grow(Criterion? known, string key, List<LabelLine> answers)
    {
        if (known?.Kind is CriterionKind.Text)
            return known;
        if (known?.Kind is CriterionKind.Number && answers.All(a => a.Numeric is not null))
            return known;
        if (known?.Kind is null or CriterionKind.Ordinal && answers.All(a => a.Numeric is not null))
            return Scale(known, key, answers);
        // Words, or a mix of words and numbers.
        var words = (known?.Options.Select(o => o.Value) ?? [])
            .Concat(known is null ? [] : known.ScaleSteps().Select(AnswerValidation.NumberText))
            .Concat(answers.Select(a => a.Value).Order(StringComparer.Ordinal))
            .Distinct()
            .ToList();
        return words.Count > MaxOptions || words.Any(w => w.Length > 200)
            ? new Criterion
            {
                Key = key,
                Kind = CriterionKind.Text,
                Label = key,
            }
            : new Criterion
            {
                Key = key,
                Kind = CriterionKind.OneOf,
                Label = key,
                Options = words.ConvertAll(w => known?.Options.FirstOrDefault(o => o.Value == w) ?? new CriterionOption(w, w)),
            };
    }

    private static Criterion Scale(Criterion? known, string key, List<LabelLine> answers)
    {
        var min = Math.Min(known?.Min ?? double.MaxValue, answers.Min(a => a.Numeric!.Value));
        var max = Math.Max(known?.Max ?? double.MinValue, answers.Max(a => a.Numeric!.Value));
        // Integers within a small range are a scale, other values are a number.
        var isScale = answers.All(a => a.Numeric!.Value == Math.Floor(a.Numeric.Value)) && max - min < MaxOptions;
        return !isScale
                ? new Criterion
                {
                    Key = key,
                    Kind = CriterionKind.Number,
                    Label = key,
                }
            : known is not null && known.Min == min && known.Max == max ? known
            : new Criterion
            {
                Key = key,
                Kind = CriterionKind.Ordinal,
                Label = key,
                Min = min,
                Max = max == min ? min + 1 : max,
            };
    }
}
