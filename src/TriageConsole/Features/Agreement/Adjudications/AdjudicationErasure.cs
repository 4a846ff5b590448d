using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Rubrics;
using TriageConsole.Features.Redaction;

namespace TriageConsole.Features.Agreement.Adjudications;

/// <summary>Removes notes and texts from the decisions on erased interactions.</summary>
internal sealed class AdjudicationErasure : IErasurePart
{
    public async Task EraseAsync(ErasureUnit unit, long[] interactions, CancellationToken cancellationToken)
    {
        var decisions = await (
            from a in unit.Db.Adjudications
            where interactions.Contains(a.InteractionId)
            join v in unit.Db.RubricVersions on a.RubricVersionId equals v.Id
            select new
            {
                a.Id,
                a.Answers,
                v.Definition,
            }
        ).ToListAsync(cancellationToken);
        foreach (var decision in decisions)
        {
            var answers = FreeText.Without(decision.Answers, FreeText.KeysOf(RubricDefinition.FromStored(decision.Definition)));
            unit.Count(
                "decisions",
                await unit
                    .Db.Adjudications.Where(a => a.Id == decision.Id)
                    .ExecuteUpdateAsync(s => s.SetProperty(a => a.Note, "").SetProperty(a => a.Answers, answers), cancellationToken)
            );
        }
    }
}
