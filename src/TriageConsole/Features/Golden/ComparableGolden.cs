using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Features.Agreement.Judges;
using TriageConsole.Features.Agreement.Statistics;

namespace TriageConsole.Features.Golden;

/// <summary>Golden items that can measure a labeler: they have an expected answer to a question of the workflow's current rubric.</summary>
internal static class ComparableGolden
{
    /// <summary>The comparable ones of the items, in the same order.</summary>
    public static async Task<IReadOnlyList<long>> OfAsync(
        TriageDbContext db,
        long workflowId,
        IReadOnlyList<long> items,
        CancellationToken cancellationToken
    )
    {
        if (items.Count == 0)
            return [];
        var versions = await db
            .GoldenVersions.AsNoTracking()
            .Where(v => items.Contains(v.GoldenItemId) && db.GoldenItems.Any(g => g.Id == v.GoldenItemId && g.Number == v.Number))
            .ToDictionaryAsync(v => v.GoldenItemId, cancellationToken);
        var questions = await WorkflowQuestions.LoadAsync(
            db,
            workflowId,
            cancellationToken,
            answered: [.. versions.Values.Select(v => v.RubricVersionId).Distinct()]
        );
        return
        [
            .. items.Where(i =>
                GoldenChecks
                    .Expected(questions, versions[i])
                    .Any(e => !questions.IsImported(e.Question.SinceVersionId) && questions.IsAsked(e.Question))
            ),
        ];
    }
}
