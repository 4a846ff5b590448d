using Microsoft.EntityFrameworkCore;
using TriageConsole.Features.Redaction;

namespace TriageConsole.Features.Evaluation.Judges;

/// <summary>
/// Removes answers about erased interactions from the runs of judges. The comparison of a finished trial has counts only.
/// </summary>
internal sealed class JudgeErasure : IErasurePart
{
    public async Task EraseAsync(ErasureUnit unit, long[] interactions, CancellationToken cancellationToken) =>
        unit.Count(
            "answers of judges",
            await unit
                .Db.JudgeRunItems.Where(i => interactions.Contains(i.InteractionId))
                .ExecuteUpdateAsync(
                    s => s.SetProperty(i => i.Answers, (string?)null).SetProperty(i => i.Error, (string?)null),
                    cancellationToken
                )
        );
}
