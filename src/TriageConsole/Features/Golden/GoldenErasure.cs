using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Rubrics;
using TriageConsole.Features.Redaction;

namespace TriageConsole.Features.Golden;

/// <summary>
/// Removes expected outputs and texts from the versions of golden items of erased interactions, and retires the items: without their text
/// they can check nothing.
/// </summary>
internal sealed class GoldenErasure(TimeProvider time) : IErasurePart
{
    public async Task EraseAsync(ErasureUnit unit, long[] interactions, CancellationToken cancellationToken)
    {
        var db = unit.Db;
        var versions = await (
            from v in db.GoldenVersions
            join g in db.GoldenItems on v.GoldenItemId equals g.Id
            where interactions.Contains(g.InteractionId)
            join r in db.RubricVersions on v.RubricVersionId equals r.Id
            select new
            {
                v.GoldenItemId,
                v.Number,
                v.Answers,
                r.Definition,
            }
        ).ToListAsync(cancellationToken);
        foreach (var version in versions)
        {
            var answers = FreeText.Without(version.Answers, FreeText.KeysOf(RubricDefinition.FromStored(version.Definition)));
            unit.Count(
                "golden versions",
                await db
                    .GoldenVersions.Where(v => v.GoldenItemId == version.GoldenItemId && v.Number == version.Number)
                    .ExecuteUpdateAsync(
                        s =>
                            s.SetProperty(v => v.ExpectedOutput, (string?)null)
                                .SetProperty(v => v.Reason, "")
                                .SetProperty(v => v.Answers, answers),
                        cancellationToken
                    )
            );
        }

        var items = versions.Select(v => v.GoldenItemId).Distinct().ToArray();
        var now = time.GetUtcNow();
        await db
            .GoldenItems.Where(g => items.Contains(g.Id) && g.RetiredAt == null)
            .ExecuteUpdateAsync(
                s => s.SetProperty(g => g.RetiredAt, now).SetProperty(g => g.RetiredReason, "The user of the session was erased."),
                cancellationToken
            );
        await db
            .CalibrationAnswers.Where(a => items.Contains(a.GoldenItemId))
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.Value, ""), cancellationToken);
    }
}
