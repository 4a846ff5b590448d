using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Labeling;

namespace TriageConsole.Features.Budget;

/// <summary>Whether interactions failed according to experts' labels, by the answers that the rubric marks as a failure.</summary>
internal static class LabelVerdicts
{
    /// <summary>
    /// For each labeled interaction, the share of its experts who mark a failure, 0..1. An expert who labels several turns counts once per
    /// rubric and marks a failure if one of the labels does. Interactions whose rubric marks no failure are left out.
    /// </summary>
    public static async Task<Dictionary<long, double>> OfAsync(
        TriageDbContext db,
        IReadOnlyCollection<long> interactions,
        CancellationToken cancellationToken
    )
    {
        var verdicts = new Dictionary<long, double>();
        var rubrics = new Dictionary<long, RubricDefinition>();
        foreach (var ids in interactions.Chunk(2000))
        {
            var labels = await db
                .Labels.AsNoTracking()
                .Where(l => l.IsCurrent && ids.Contains(l.InteractionId) && l.Labeler!.Kind != LabelerKind.Judge)
                .Select(l => new
                {
                    l.Id,
                    l.InteractionId,
                    l.LabelerId,
                    l.RubricId,
                    l.RubricVersionId,
                })
                .ToListAsync(cancellationToken);
            var labelIds = labels.ConvertAll(l => l.Id);
            var answers = (
                await db
                    .LabelAnswers.AsNoTracking()
                    .Where(a => labelIds.Contains(a.LabelId))
                    .Select(a => new
                    {
                        a.LabelId,
                        a.Criterion,
                        a.Value,
                        a.NumericValue,
                    })
                    .ToListAsync(cancellationToken)
            ).ToLookup(a => a.LabelId);
            var missing = labels.Select(l => l.RubricVersionId).Distinct().Where(v => !rubrics.ContainsKey(v)).ToArray();
            foreach (
                var version in await db
                    .RubricVersions.AsNoTracking()
                    .Where(v => missing.Contains(v.Id))
                    .Select(v => new { v.Id, v.Definition })
                    .ToListAsync(cancellationToken)
            )
                rubrics[version.Id] = RubricDefinition.FromStored(version.Definition);
            foreach (var item in labels.Where(l => MarksFailures(rubrics[l.RubricVersionId])).GroupBy(l => l.InteractionId))
                verdicts[item.Key] = item.GroupBy(l => (l.LabelerId, l.RubricId))
                    .Average(labeler =>
                        labeler.Any(l =>
                            answers[l.Id]
                                .Any(a =>
                                    rubrics[l.RubricVersionId].Find(a.Criterion) is { } criterion
                                    && IsFailure(criterion, a.Value, a.NumericValue)
                                )
                        )
                            ? 1.0
                            : 0
                    );
        }

        return verdicts;
    }

    private static bool MarksFailures(RubricDefinition rubric) =>
        rubric.Criteria.Any(c => c.Options.Any(o => o.MarksFailure) || c.Anchors.Any(a => a.MarksFailure));

    private static bool IsFailure(Criterion criterion, string value, double? number) =>
        criterion.Kind switch
        {
            CriterionKind.YesNo or CriterionKind.OneOf => criterion.Options.Any(o => o.MarksFailure && o.Value == value),
            CriterionKind.ManyOf => JsonSerializer
                .Deserialize<List<string>>(value)!
                .Exists(v => criterion.Options.Any(o => o.MarksFailure && o.Value == v)),
            CriterionKind.Ordinal => criterion.Anchors.Any(a => a.MarksFailure && a.Value == number),
            _ => false,
        };
}
