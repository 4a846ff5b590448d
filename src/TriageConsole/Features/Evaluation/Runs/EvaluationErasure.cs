using Microsoft.EntityFrameworkCore;
using TriageConsole.Features.Redaction;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>Removes inputs, outputs and evidence from the items of evaluations of erased interactions. Verdicts and scores stay.</summary>
internal sealed class EvaluationErasure : IErasurePart
{
    public async Task EraseAsync(ErasureUnit unit, long[] interactions, CancellationToken cancellationToken)
    {
        var db = unit.Db;
        var items = db.EvalItems.Where(i => interactions.Contains(i.InteractionId));
        unit.Count(
            "evidence of evaluations",
            await db
                .EvalResults.Where(r => r.Evidence != "" && items.Any(i => i.Id == r.ItemId))
                .ExecuteUpdateAsync(s => s.SetProperty(r => r.Evidence, ""), cancellationToken)
        );
        unit.Count(
            "items of evaluations",
            await items.ExecuteUpdateAsync(
                s =>
                    s.SetProperty(i => i.InputHash, (string?)null)
                        .SetProperty(i => i.Preview, "")
                        .SetProperty(i => i.Input, (string?)null)
                        .SetProperty(i => i.Messages, (string?)null)
                        .SetProperty(i => i.Documents, (string?)null)
                        .SetProperty(i => i.CandidateDocuments, (string?)null)
                        .SetProperty(i => i.ExpectedOutput, (string?)null)
                        .SetProperty(i => i.ExpectedAnswers, (string?)null)
                        .SetProperty(i => i.LiveOutput, (string?)null)
                        .SetProperty(i => i.CandidateOutput, (string?)null)
                        .SetProperty(i => i.Error, (string?)null),
                cancellationToken
            )
        );
    }
}
