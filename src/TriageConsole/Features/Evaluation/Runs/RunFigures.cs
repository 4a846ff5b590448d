using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Evaluation;
using TriageConsole.Data;
using TriageConsole.Data.Evaluation;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>Computes the results of a run.</summary>
internal static class RunFigures
{
    /// <summary>A retrieval evaluator passes if the candidate is worse than live by at most this share of its items.</summary>
    private const double RetrievalMargin = 0.02;

    public static string ToJson(this EvalRunFigures figures) => JsonSerializer.Serialize(figures, EvalSettings.Json);

    public static async Task<EvalRunFigures> OfAsync(
        TriageDbContext db,
        long runId,
        EvaluatorSetDefinition set,
        EvalSettings settings,
        CancellationToken cancellationToken
    )
    {
        var items = await db
            .EvalItems.AsNoTracking()
            .Where(i => i.RunId == runId)
            .Select(i => new
            {
                i.GoldenItemId,
                i.IsLocked,
                i.State,
                i.Error,
                i.LivePass,
                i.CandidatePass,
            })
            .ToListAsync(cancellationToken);
        var verdicts = items.ConvertAll(i => new ItemVerdict(
            i.GoldenItemId is not null,
            i.IsLocked,
            i.State != EvalItemState.Failed,
            i.LivePass,
            i.CandidatePass
        ));
        var results = await db
            .EvalResults.AsNoTracking()
            .Where(r => db.EvalItems.Any(i => i.Id == r.ItemId && i.RunId == runId))
            .Select(r => new Said(r.ItemId, r.Side, r.Evaluator, r.Kind, r.Score))
            .ToListAsync(cancellationToken);
        var byEvaluator = results.ToLookup(r => r.Evaluator);
        return new EvalRunFigures(
            items.Count,
            verdicts.Count(v => v.IsGolden),
            items.Count(i => i.Error is not null),
            verdicts.Count(v => v.IsLockedRegression),
            PairedShares.Of(verdicts),
            PairedShares.Of([.. verdicts.Where(v => v.IsGolden)]),
            PairedShares.Of([.. verdicts.Where(v => !v.IsGolden)]),
            RetrievalHolds(set, settings, byEvaluator),
            [
                .. set.Evaluators.Select(e => new EvaluatorFigures(
                    e.Key,
                    e.Name,
                    e.Kind.Name,
                    settings.Decides(e),
                    Side(byEvaluator[e.Key], EvalSide.Live),
                    Side(byEvaluator[e.Key], EvalSide.Candidate)
                )),
            ]
        );
    }

    private sealed record Said(long ItemId, EvalSide Side, string Evaluator, EvalResultKind Kind, double? Score);

    private static SideFigures Side(IEnumerable<Said> results, EvalSide side)
    {
        var mine = results.Where(r => r.Side == side).ToList();
        int Count(EvalResultKind kind) => mine.Count(r => r.Kind == kind);
        return new SideFigures(
            Count(EvalResultKind.Pass),
            Count(EvalResultKind.Fail),
            Count(EvalResultKind.NotApplicable),
            Count(EvalResultKind.Error),
            mine.Average(r => r.Score)
        );
    }

    /// <summary>
    /// False if the candidate is worse on one evaluator. Null if no evaluator has results on both sides.
    /// </summary>
    private static bool? RetrievalHolds(EvaluatorSetDefinition set, EvalSettings settings, ILookup<string, Said> results)
    {
        var holds = set
            .Evaluators.Where(e => e.Kind.Family == EvaluatorFamily.Retrieval && settings.Decides(e))
            .Select(e =>
            {
                var sides = results[e.Key].ToLookup(r => r.Side);
                return EvalFigures.Holds(
                    sides[EvalSide.Live]
                        .Join(
                            sides[EvalSide.Candidate],
                            l => l.ItemId,
                            c => c.ItemId,
                            (l, c) => ((EvalVerdict)l.Kind, (EvalVerdict)c.Kind)
                        ),
                    RetrievalMargin
                );
            })
            .OfType<bool>()
            .ToList();
        return holds.Count == 0 ? null : holds.TrueForAll(h => h);
    }
}
