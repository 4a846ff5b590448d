using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Triage;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Features.Labeling;

/// <summary>
/// Suggests answers of judges and of earlier labels where the rubric allows it. Never for items whose labels measure something: the audit
/// sample, golden items and their checks, relabeling with another version, and items that labelers disagree on.
/// </summary>
internal static class Suggestions
{
    /// <summary>The most suggestions of one item. SQL Server takes 2100 parameters, and answers need most of them.</summary>
    public const int Max = 17;

    /// <summary>The items with their suggestions. One comparison, and no query, if the rubric allows none.</summary>
    public static async Task<IReadOnlyList<LabelingItem>> AddAsync(
        TriageDbContext db,
        LabelingSession session,
        IReadOnlyList<LabelingItem> items,
        CancellationToken cancellationToken
    )
    {
        var policy = session.Rubric.Definition.Suggestions;
        if (policy == SuggestionPolicy.None || items.Count == 0)
            return items;
        var ids = items.Select(i => i.InteractionId).ToArray();
        var measured = await db
            .QueueItems.Where(q =>
                ids.Contains(q.InteractionId) && q.Source != QueueSource.Prioritized && q.Source != QueueSource.Requested
            )
            .Select(q => q.InteractionId)
            .Union(db.GoldenItems.Where(g => ids.Contains(g.InteractionId)).Select(g => g.InteractionId))
            .ToListAsync(cancellationToken);
        var version = session.Rubric.VersionId;
        var labels = await db
            .Labels.AsNoTracking()
            .Include(l => l.Labeler)
            .Include(l => l.Answers)
            .Where(l =>
                ids.Contains(l.InteractionId)
                && !measured.Contains(l.InteractionId)
                && l.IsCurrent
                && l.LabelerId != session.LabelerId
                && db.RubricVersions.Any(v => v.Id == version && v.RubricId == l.RubricId)
                && (
                    policy == SuggestionPolicy.Any
                    || (policy == SuggestionPolicy.Judge ? l.Labeler!.Kind == LabelerKind.Judge : l.Labeler!.Kind != LabelerKind.Judge)
                )
            )
            .AsSplitQuery()
            .ToListAsync(cancellationToken);
        if (labels.Count == 0)
            return items;
        var changed = await ChangedAsync(db, session, labels, cancellationToken);
        return
        [
            .. items.Select(i => i with { Suggestions = Of(session, i, labels.Where(l => l.InteractionId == i.InteractionId), changed) }),
        ];
    }

    /// <summary>What the form suggested and what became of it. Questions that the answers hide showed nothing.</summary>
    public static IReadOnlyList<SubmittedSuggestion> Submitted(
        RubricDefinition rubric,
        LabelingItem item,
        IReadOnlyDictionary<string, string> given,
        IReadOnlyList<Answer> answers
    )
    {
        if (item.Suggestions.Count == 0)
            return [];
        var shown = AnswerValidation.ShownCriteria(rubric, given).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from s in item.Suggestions
            where shown.Contains(s.Key)
            let key = AnswerKey.Parse(s.Key)
            select new SubmittedSuggestion(
                key.Turn,
                key.Criterion,
                s.Value.Value,
                s.Value.Source,
                answers.Any(a => a.Criterion == s.Key && a.Value == s.Value.Value)
            ),
        ];
    }

    /// <summary>Judges first, and of several labels the latest. Texts, corrections and spans are never suggested.</summary>
    private static Dictionary<string, SuggestedAnswer> Of(
        LabelingSession session,
        LabelingItem item,
        IEnumerable<Label> labels,
        Dictionary<long, HashSet<string>> changed
    )
    {
        var rubric = LabelingService.RubricFor(session.Rubric.Definition, item.Content);
        var texts = FreeText.KeysOf(session.Rubric.Definition);
        var found = new Dictionary<string, SuggestedAnswer>(StringComparer.Ordinal);
        foreach (
            var label in labels
                .OrderBy(l => l.Labeler!.Kind == LabelerKind.Judge ? 0 : 1)
                .ThenByDescending(l => l.CreatedAt)
                .ThenByDescending(l => l.Id)
        )
        {
            var source = label.Labeler!.Kind == LabelerKind.Judge ? SuggestionSource.Judge : SuggestionSource.Label;
            foreach (
                var answer in label.Answers.Where(a =>
                    !texts.Contains(a.Criterion) && !changed[label.RubricVersionId].Contains(a.Criterion)
                )
            )
                found.TryAdd(
                    new AnswerKey(answer.Criterion, AnswerKey.MessageOf(label.Turn)).ToString(),
                    new SuggestedAnswer(answer.Value, source)
                );
        }

        // An answer that the current version does not take is dropped, and so are answers to questions that it does not show.
        var values = found.Where(f => rubric.Find(f.Key) is not null).ToDictionary(f => f.Key, f => f.Value.Value);
        return AnswerValidation
            .Validate(rubric, values, item.Content.Answer)
            .Answers.Take(Max)
            .ToDictionary(a => a.Criterion, a => new SuggestedAnswer(a.Value, found[a.Criterion].Source), StringComparer.Ordinal);
    }

    /// <summary>For each version of the labels, the questions whose meaning has changed since.</summary>
    private static async Task<Dictionary<long, HashSet<string>>> ChangedAsync(
        TriageDbContext db,
        LabelingSession session,
        List<Label> labels,
        CancellationToken cancellationToken
    )
    {
        var versions = labels.Select(l => l.RubricVersionId).Distinct().ToArray();
        var definitions = await db
            .RubricVersions.Where(v => versions.Contains(v.Id))
            .Select(v => new { v.Id, v.Definition })
            .ToListAsync(cancellationToken);
        return definitions.ToDictionary(
            v => v.Id,
            v =>
                v.Id == session.Rubric.VersionId
                    ? []
                    : RubricDifference
                        .Between(RubricDefinition.FromStored(v.Definition), session.Rubric.Definition)
                        .Where(c => c.ChangesMeaning)
                        .Select(c => c.Criterion)
                        .ToHashSet(StringComparer.Ordinal)
        );
    }
}
