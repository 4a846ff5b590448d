using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Rubrics;
using TriageConsole.Features.Redaction;

namespace TriageConsole.Features.Labels;

/// <summary>Removes comments, texts, corrections and spans from the labels of erased interactions. Other answers stay.</summary>
internal sealed class LabelErasure : IErasurePart
{
    public async Task EraseAsync(ErasureUnit unit, long[] interactions, CancellationToken cancellationToken)
    {
        var db = unit.Db;
        var labels = db.Labels.Where(l => interactions.Contains(l.InteractionId));
        unit.Count(
            "comments of labels",
            await labels
                .Where(l => l.Comment != null || l.Reason != "")
                .ExecuteUpdateAsync(s => s.SetProperty(l => l.Comment, (string?)null).SetProperty(l => l.Reason, ""), cancellationToken)
        );
        var rubrics = await (
            from v in db.RubricVersions
            where labels.Any(l => l.RubricVersionId == v.Id)
            select new { v.Id, v.Definition }
        ).ToListAsync(cancellationToken);
        foreach (var rubric in rubrics)
        {
            var definition = RubricDefinition.FromStored(rubric.Definition);
            var texts = FreeText.KeysOf(definition).ToArray();
            var spans = definition.Criteria.Where(c => c.Kind == CriterionKind.Spans).Select(c => c.Key).ToArray();
            if (texts.Length == 0)
                continue;
            unit.Count(
                "answers with text",
                await db
                    .LabelAnswers.Where(a =>
                        texts.Contains(a.Criterion) && labels.Any(l => l.Id == a.LabelId && l.RubricVersionId == rubric.Id)
                    )
                    .ExecuteUpdateAsync(s => s.SetProperty(a => a.Value, a => spans.Contains(a.Criterion) ? "[]" : ""), cancellationToken)
            );
        }
    }
}
