using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Agreement;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Agreement;
using TriageConsole.Data.Rubrics;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>
/// All rubric versions of a workflow, and the question of each answer. Imported labels answer a question of the workflow's own rubric if it
/// has the same key and the answer fits it. Otherwise they answer the question of the imported rubric, whose meaning never changes.
/// </summary>
internal sealed class WorkflowQuestions
{
    private readonly Dictionary<long, RubricDefinition> definitions;
    private readonly HashSet<long> imported;
    private readonly CriterionMeanings meanings;
    private readonly long? firstImported;
    private readonly Dictionary<string, Criterion> importedCriteria;

    private WorkflowQuestions(IReadOnlyList<DatedRubric> own, IReadOnlyList<DatedRubric> elsewhere, IReadOnlyList<long> importedVersions)
    {
        definitions = own.Concat(elsewhere).ToDictionary(v => v.VersionId, v => v.Definition);
        imported = [.. importedVersions];
        meanings = new CriterionMeanings(own);
        firstImported = importedVersions.Count > 0 ? importedVersions[0] : null;
        Latest = own.Count > 0 ? own[^1].Definition : null;
        LatestImported = elsewhere.Count > 0 ? elsewhere[^1].Definition : null;
        importedCriteria = (LatestImported?.Criteria ?? []).DistinctBy(c => c.Key).ToDictionary(c => c.Key, StringComparer.Ordinal);
    }

    /// <summary>The latest version of the workflow's own rubric.</summary>
    public RubricDefinition? Latest { get; }

    public RubricDefinition? LatestImported { get; }

    /// <summary>
    /// Reads the rubrics of a workflow. The imported rubric gets a new version with every new key. Only its latest version and those in
    /// <paramref name="answered"/> are read; all of them if it is null, which is too slow for a page.
    /// </summary>
    public static async Task<WorkflowQuestions> LoadAsync(
        TriageDbContext db,
        long workflowId,
        CancellationToken cancellationToken,
        IReadOnlyCollection<long>? answered = null
    )
    {
        var versions = await db
            .RubricVersions.AsNoTracking()
            .Where(v => v.Rubric!.WorkflowId == workflowId)
            .OrderBy(v => v.RubricId)
            .ThenBy(v => v.Number)
            .Select(v => new
            {
                v.Id,
                v.PublishedAt,
                IsImported = v.Rubric!.Key == Rubric.ImportedKey,
            })
            .ToListAsync(cancellationToken);
        var last = versions.FindLast(v => v.IsImported)?.Id;
        var ids = versions
            .Where(v => !v.IsImported || answered is null || v.Id == last || answered.Contains(v.Id))
            .Select(v => v.Id)
            .ToArray();
        var definitions = await db
            .RubricVersions.AsNoTracking()
            .Where(v => ids.Contains(v.Id))
            .Select(v => new { v.Id, v.Definition })
            .ToDictionaryAsync(v => v.Id, v => v.Definition, cancellationToken);
        var read = versions
            .Where(v => definitions.ContainsKey(v.Id))
            .ToLookup(v => v.IsImported, v => new DatedRubric(v.Id, v.PublishedAt, RubricDefinition.FromStored(definitions[v.Id])));
        return new WorkflowQuestions([.. read[false]], [.. read[true]], [.. versions.Where(v => v.IsImported).Select(v => v.Id)]);
    }

    public bool IsImported(long versionId) => imported.Contains(versionId);

    /// <summary>
    /// The questions that an answer of a label belongs to, each with its value; none for texts and text spans, and none if the label is of
    /// another scope than the criterion, so that one question never mixes them.
    /// </summary>
    public IEnumerable<(QuestionKey Question, string Value)> Read(
        long versionId,
        DateTimeOffset at,
        int turn,
        string criterion,
        string value
    )
    {
        // Trailing spaces do not make a different answer, and SQL Server ignores them in comparisons.
        value = value.Trim();
        if (IsImported(versionId))
            return ReadImported(versionId, at, turn, criterion, value);
        if (
            definitions.GetValueOrDefault(versionId)?.Find(criterion) is not { } asked
            || !IsOf(asked, turn)
            || meanings.Since(versionId, criterion) is not { } since
        )
            return [];
        return ComparableAnswers
            .Of(asked, value)
            .Where(a => a.Value.Length <= AgreementValue.MaxLength)
            .Select(a => (new QuestionKey(a.Question, since), a.Value));
    }

    /// <summary>The current text, options and kind of the criterion for that meaning.</summary>
    public (Criterion Criterion, string? Option)? Find(QuestionKey question)
    {
        var isImported = IsImported(question.SinceVersionId);
        var definition = isImported ? LatestImported : LastWith(question);
        if (definition is null)
            return null;
        Criterion? Named(string key) => isImported ? importedCriteria.GetValueOrDefault(key) : definition.Find(key);
        if (Named(question.Key) is { } plain)
            return (plain, null);
        var cut = question.Key.IndexOf('=', StringComparison.Ordinal);
        return cut > 0 && Named(question.Key[..cut]) is { } many ? (many, question.Key[(cut + 1)..]) : null;
    }

    /// <summary>The criterion of a question from an earlier result.</summary>
    public Criterion? Criterion(AgreementQuestion question) => Find(new QuestionKey(question.Key, question.SinceVersionId))?.Criterion;

    /// <summary>The position of the question in the current rubric; last if it is not in it.</summary>
    public int Place(string key)
    {
        var at = Latest?.Criteria.ToList().FindIndex(c => c.Key == CriterionOf(key)) ?? -1;
        return at < 0 ? int.MaxValue : at;
    }

    /// <summary>Whether the current rubric asks the question with this meaning.</summary>
    public bool IsAsked(QuestionKey question) =>
        IsImported(question.SinceVersionId)
            ? importedCriteria.ContainsKey(question.Key)
            : Latest is not null
                && definitions
                    .Where(d => d.Value == Latest)
                    .Any(d => meanings.Since(d.Key, CriterionOf(question.Key)) == question.SinceVersionId);

    private IEnumerable<(QuestionKey Question, string Value)> ReadImported(
        long versionId,
        DateTimeOffset at,
        int turn,
        string criterion,
        string value
    )
    {
        if (value.Length > AgreementValue.MaxLength)
            return [];
        if (
            meanings.Current(criterion, at) is { } own
            && own.Definition.Find(criterion) is { } asked
            && IsOf(asked, turn)
            && ComparableAnswers.Fit(asked, value) is { } fitting
        )
            return [(new QuestionKey(criterion, meanings.Since(own.VersionId, criterion)!.Value), fitting)];
        var grown = definitions[versionId].Find(criterion);
        if (grown is not null && !IsOf(grown, turn))
            return [];
        // 3 and 3.0 are the same answer on a scale.
        var onScale = grown?.Kind is CriterionKind.Ordinal or CriterionKind.Number;
        var number =
            onScale && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) && double.IsFinite(parsed)
                ? AnswerValidation.NumberText(parsed)
                : value;
        return [(new QuestionKey(criterion, firstImported!.Value), number)];
    }

    private static bool IsOf(Criterion criterion, int turn) => criterion.Scope == CriterionScope.Turn == turn > 0;

    /// <summary>The latest version in which the question has this meaning.</summary>
    private RubricDefinition? LastWith(QuestionKey question) =>
        definitions
            .Where(d => !imported.Contains(d.Key) && meanings.Since(d.Key, CriterionOf(question.Key)) == question.SinceVersionId)
            .Select(d => d.Value)
            .LastOrDefault()
        ?? definitions.GetValueOrDefault(question.SinceVersionId);

    internal static string CriterionOf(string key)
    {
        var cut = key.IndexOf('=', StringComparison.Ordinal);
        return cut < 0 ? key : key[..cut];
    }
}
