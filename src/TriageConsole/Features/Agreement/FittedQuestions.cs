using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Agreement;
using TriageConsole.Data;

namespace TriageConsole.Features.Agreement;

/// <summary>The last consensus of some questions, to judge single interactions by.</summary>
internal sealed class FittedQuestions
{
    private readonly Dictionary<long, Fit> fits = [];

    public static async Task<FittedQuestions> LoadAsync(TriageDbContext db, long[] criteria, long[] labelers, CancellationToken cancellationToken)
    {
        var fitted = new FittedQuestions();
        foreach (var fit in await db.ConsensusFits.AsNoTracking().Where(f => criteria.Contains(f.CriterionId)).ToListAsync(cancellationToken))
        {
            var priors = JsonSerializer.Deserialize<double[]>(fit.Priors)!;
            if (priors.Length == 0) continue;
            var categories = JsonSerializer.Deserialize<long[]>(fit.Categories)!.Select((value, at) => (value, at)).ToDictionary(c => c.value, c => c.at);
            fitted.fits[fit.CriterionId] = new Fit(new ConsensusModel(priors), categories, []);
        }

        var qualities = await db.LabelerQualities.AsNoTracking().Where(q => criteria.Contains(q.CriterionId) && labelers.Contains(q.LabelerId)).Select(q => new { q.CriterionId, q.LabelerId, q.Confusion }).ToListAsync(cancellationToken);
        foreach (var quality in qualities)
            if (fitted.fits.TryGetValue(quality.CriterionId, out var fit))
                fit.Confusions[quality.LabelerId] = JsonSerializer.Deserialize<double[][]>(quality.Confusion)!;
        return fitted;
    }

    /// <summary>The probability of the likeliest answer, and which it is: by the labelers' confusions, or by votes where they are not known.</summary>
    public (long Value, double Sure) Judge(long criterionId, IReadOnlyCollection<(long Labeler, long Value)> labels)
    {
        if (!fits.TryGetValue(criterionId, out var fit) || labels.Any(l => !fit.Categories.ContainsKey(l.Value)))
        {
            var most = labels.GroupBy(l => l.Value).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).First();
            return (most.Key, (double)most.Count() / labels.Count);
        }

        var posterior = fit.Model.Posterior(labels.Select(l => (fit.Categories[l.Value], fit.Confusions.GetValueOrDefault(l.Labeler))));
        var best = Array.IndexOf(posterior, posterior.Max());
        return (fit.Categories.First(c => c.Value == best).Key, posterior[best]);
    }

    private sealed record Fit(ConsensusModel Model, Dictionary<long, int> Categories, Dictionary<long, double[][]> Confusions);
}
