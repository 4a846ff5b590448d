using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Conversations;
using TriageConsole.Core.Evaluation;
using TriageConsole.Data;
using TriageConsole.Data.Evaluation;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>Reads the items of a run that the caller has opened.</summary>
public sealed class EvalItemReader(IDbContextFactory<TriageDbContext> contexts)
{
    public const int PageSize = 100;

    /// <summary>
    /// Items, worst first: locked regressions, other regressions, items without an output, then by the drop of the score. The caller has
    /// opened the run.
    /// </summary>
    public async Task<(IReadOnlyList<EvalItemRow> Items, int Count)> ItemsAsync(
        EvalRunView run,
        EvalShow show,
        int page = 1,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var all = db.EvalItems.AsNoTracking().Where(i => i.RunId == run.Run.Id);
        all = show switch
        {
            EvalShow.Regressions => all.Where(i => i.LivePass == true && (i.CandidatePass == false || i.State == EvalItemState.Failed)),
            EvalShow.Improvements => all.Where(i => i.LivePass == false && i.CandidatePass == true),
            EvalShow.Failed => all.Where(i => i.Error != null),
            _ => all,
        };
        var count = await all.CountAsync(cancellationToken);
        var rows = await all.OrderBy(i =>
                i.LivePass == true && (i.CandidatePass == false || i.State == EvalItemState.Failed)
                    ? i.State == EvalItemState.Failed
                        ? 2
                        : i.IsLocked
                            ? 0
                            : 1
                    : i.State == EvalItemState.Failed
                        ? 2
                        : i.Error != null
                            ? 3
                            : 4
            )
            .ThenBy(i => i.ScoreChange)
            .ThenBy(i => i.Ordinal)
            .Skip((Math.Clamp(page, 1, 1000) - 1) * PageSize)
            .Take(PageSize)
            .Select(i => new EvalItemRow(
                i.Ordinal,
                i.GoldenItemId != null,
                i.IsLocked,
                i.TraceId,
                i.Preview,
                i.State,
                i.Error,
                i.LivePass,
                i.CandidatePass,
                i.ScoreChange
            ))
            .ToListAsync(cancellationToken);
        return (rows, count);
    }

    /// <summary>One item; null if the run has no item with this number. The caller has opened the run.</summary>
    public async Task<EvalItemView?> ItemAsync(EvalRunView run, int ordinal, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var item = await db
            .EvalItems.AsNoTracking()
            .Include(i => i.Results)
            .SingleOrDefaultAsync(i => i.RunId == run.Run.Id && i.Ordinal == ordinal, cancellationToken);
        if (item is null)
            return null;
        var stored = await db
            .EvalRuns.Where(r => r.Id == run.Run.Id)
            .Select(r => new { r.Settings, Set = db.EvaluatorSets.Where(s => s.Id == r.EvaluatorSetId).Select(s => s.Definition).Single() })
            .SingleAsync(cancellationToken);
        var settings = EvalSettings.Read(stored.Settings);
        EvalStatement? Said(EvalSide side, string key) =>
            item.Results.Find(r => r.Side == side && r.Evaluator == key) is { } r ? new EvalStatement(r.Kind, r.Score, r.Evidence) : null;
        return new EvalItemView(
            new EvalItemRow(
                item.Ordinal,
                item.GoldenItemId is not null,
                item.IsLocked,
                item.TraceId,
                item.Preview,
                item.State,
                item.Error,
                item.LivePass,
                item.CandidatePass,
                item.ScoreChange
            ),
            item.Input,
            ConversationReader.Read(item.Messages, item.Input),
            ItemScorer.Case(item, "", item.CandidateDocuments ?? item.Documents).Documents,
            item.ExpectedOutput,
            ItemScorer.Case(item, "", null).ExpectedAnswers,
            item.LiveOutput,
            item.LiveVersion,
            item.CandidateOutput,
            item.LatencyMs,
            Said(EvalSide.Candidate, EvalNotes.Key)?.Evidence,
            [
                .. EvaluatorSetDefinition
                    .FromStored(stored.Set)
                    .Evaluators.Select(e => new EvalComparison(
                        e.Key,
                        e.Name,
                        e.Kind.Name,
                        settings.Decides(e),
                        Said(EvalSide.Live, e.Key),
                        Said(EvalSide.Candidate, e.Key)
                    )),
            ]
        );
    }
}
