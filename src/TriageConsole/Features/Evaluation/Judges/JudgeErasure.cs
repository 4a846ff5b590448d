using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Evaluation;
using TriageConsole.Features.Redaction;

namespace TriageConsole.Features.Evaluation.Judges;

/// <summary>
/// Removes answers about erased interactions from the runs of judges, and errors, because they quote what the judge wrote. The comparison
/// of a finished trial has counts only.
/// </summary>
internal sealed class JudgeErasure : IErasurePart
{
    public async Task EraseAsync(ErasureUnit unit, long[] interactions, CancellationToken cancellationToken)
    {
        var db = unit.Db;
        var items = db.JudgeRunItems.Where(i =>
            interactions.Contains(i.InteractionId) && (i.Answers != null || (i.Error != null && i.Error != JudgeRunner.TextRemoved))
        );
        // The message of a run repeats the errors of its items. If its first line is the result, that has counts only.
        foreach (
            var run in await db
                .JudgeRuns.AsNoTracking()
                .Where(r => r.Message != "" && items.Any(i => i.RunId == r.Id && i.Error != null))
                .Select(r => new
                {
                    r.Id,
                    r.State,
                    r.Message,
                })
                .ToListAsync(cancellationToken)
        )
        {
            const string removed = "The errors were removed when a user was erased.";
            var first = run.Message.Split('\n')[0];
            var message = run.State == EvalState.Failed || first == JudgeRunner.NothingToCompare ? $"{first}\n{removed}" : removed;
            await db
                .JudgeRuns.Where(r => r.Id == run.Id)
                .ExecuteUpdateAsync(s => s.SetProperty(r => r.Message, message), cancellationToken);
        }

        unit.Count(
            "answers of judges",
            await items.ExecuteUpdateAsync(
                s => s.SetProperty(i => i.Answers, (string?)null).SetProperty(i => i.Error, JudgeRunner.TextRemoved),
                cancellationToken
            )
        );
    }
}
