using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Agreement;
using TriageConsole.Data;
using TriageConsole.Features.Agreement.Judges;

namespace TriageConsole.Features.Agreement.Consensus;

/// <summary>The last fitted consensus of some questions, for single interactions.</summary>
internal sealed class FittedQuestions
{
    private readonly Dictionary<long, Fit> fits = [];

    public static async Task<FittedQuestions> LoadAsync(
        TriageDbContext db,
        long[] criteria,
        long[] labelers,
        CancellationToken cancellationToken
    )
    {
        var fitted = new FittedQuestions();
        foreach (
            var fit in await db.ConsensusFits.AsNoTracking().Where(f => criteria.Contains(f.CriterionId)).ToListAsync(cancellationToken)
        )
        {
            var priors = JsonSerializer.Deserialize<double[]>(fit.Priors)!;
            if (priors.Length == 0)
                continue;
            var categories = JsonSerializer
                .Deserialize<long[]>(fit.Categories)!
                .Select((value, at) => (value, at))
                .ToDictionary(c => c.value, c => c.at);
            fitted.fits[fit.CriterionId] = new Fit(new ConsensusModel(priors), categories, []);
        }

        if (fitted.fits.Count == 0)
            return fitted;
        foreach (
            var quality in await db
                .LabelerQualities.AsNoTracking()
                .Where(q => criteria.Contains(q.CriterionId) && labelers.Contains(q.LabelerId))
                .ToListAsync(cancellationToken)
        )
            if (fitted.fits.TryGetValue(quality.CriterionId, out var fit))
                fit.Confusions[quality.LabelerId] = (JsonSerializer.Deserialize<double[][]>(quality.Confusion)!, quality.Labels);
        foreach (var check in await ChecksAsync(db, criteria, labelers, cancellationToken))
            if (fitted.fits.TryGetValue(check.CriterionId, out var fit))
                fit.Weigh(check.LabelerId, check.Right, check.Checks);
        return fitted;
    }

    /// <summary>
    /// The likeliest answer and its probability, from the labelers' confusion matrices, or from votes if they are not known.
    /// </summary>
    public (long Value, double Sure) Judge(long criterionId, IReadOnlyCollection<(long Labeler, long Value)> labels)
    {
        if (!fits.TryGetValue(criterionId, out var fit) || labels.Any(l => !fit.Categories.ContainsKey(l.Value)))
        {
            var most = labels.GroupBy(l => l.Value).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).First();
            return (most.Key, (double)most.Count() / labels.Count);
        }

        var posterior = fit.Model.Posterior(
            labels.Select(l => (fit.Categories[l.Value], (double[][]?)fit.Confusions.GetValueOrDefault(l.Labeler).Matrix))
        );
        var best = Array.IndexOf(posterior, posterior.Max());
        return (fit.Categories.First(c => c.Value == best).Key, posterior[best]);
    }

    /// <summary>Results of golden checks of these labelers on these questions.</summary>
    private static async Task<List<(long CriterionId, long LabelerId, long Right, long Checks)>> ChecksAsync(
        TriageDbContext db,
        long[] criteria,
        long[] labelers,
        CancellationToken cancellationToken
    )
    {
        var rows = await (
            from c in GoldenChecks.Current(db)
            where labelers.Contains(c.LabelerId)
            join q in db.AgreementCriteria
                on new
                {
                    c.WorkflowId,
                    Key = c.Criterion,
                    Since = c.SinceVersionId,
                } equals new
                {
                    q.WorkflowId,
                    q.Key,
                    Since = q.RubricVersionId,
                }
            where criteria.Contains(q.Id)
            group c by new { q.Id, c.LabelerId } into g
            select new
            {
                g.Key.Id,
                g.Key.LabelerId,
                Right = g.LongCount(c => c.IsRight),
                Checks = g.LongCount(),
            }
        ).ToListAsync(cancellationToken);
        return rows.ConvertAll(r => (r.Id, r.LabelerId, r.Right, r.Checks));
    }

    private sealed record Fit(
        ConsensusModel Model,
        Dictionary<long, int> Categories,
        Dictionary<long, (double[][] Matrix, double Labels)> Confusions
    )
    {
        /// <summary>The prior for an unknown labeler, in number of labels.</summary>
        private const double Assumed = 10;

        /// <summary>
        /// Combines the results of golden checks with the confusion from the consensus, weighted by the number of answers.
        /// </summary>
        public void Weigh(long labeler, long right, long checks)
        {
            var gold = ConsensusModel.Even((right + (Assumed * ConsensusModel.UnknownLabelerRight)) / (checks + Assumed), Categories.Count);
            Confusions[labeler] = Confusions.TryGetValue(labeler, out var known)
                ? (ConsensusModel.Mix(known.Matrix, known.Labels, gold, checks), known.Labels + checks)
                : (gold, checks);
        }
    }
}
