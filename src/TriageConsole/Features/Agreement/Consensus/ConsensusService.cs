using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Agreement;
using TriageConsole.Data;
using TriageConsole.Data.Agreement;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Live;

namespace TriageConsole.Features.Agreement.Consensus;

/// <summary>Fits the consensus of each question again when its labels change, and stores the confusion of each labeler.</summary>
public sealed class ConsensusService(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    /// <summary>A question with more different answers has no consensus: the confusion matrices would be mostly empty.</summary>
    public const int MaxCategories = 50;

    private static readonly TimeSpan MinPause = TimeSpan.FromSeconds(5);

    /// <summary>Rest after a fit, as a multiple of its duration: fits take at most a twentieth of the time.</summary>
    private const int RestFactor = 20;

    /// <summary>Questions whose labels changed since the last fit, if that fit is long enough ago.</summary>
    public async Task<IReadOnlyList<long>> DueAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await (
            from c in db.AgreementCriteria
            join f in db.ConsensusFits on c.Id equals f.CriterionId into fits
            from f in fits.DefaultIfEmpty()
            where f == null || f.Changes != c.Changes
            select new
            {
                c.Id,
                FittedAt = (DateTimeOffset?)f.FittedAt,
                Milliseconds = (int?)f.Milliseconds,
            }
        ).ToListAsync(cancellationToken);
        var now = time.GetUtcNow();
        return rows.Where(r =>
                r.FittedAt is not { } at
                || now - at >= Longer(MinPause, TimeSpan.FromMilliseconds(RestFactor * (double)r.Milliseconds!.Value))
            )
            .Select(r => r.Id)
            .ToList();
    }

    /// <summary>Fits every changed question; for the command line and tests.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (
            var id in await db
                .AgreementCriteria.Where(c => !db.ConsensusFits.Any(f => f.CriterionId == c.Id && f.Changes == c.Changes))
                .Select(c => c.Id)
                .ToListAsync(cancellationToken)
        )
            await FitAsync(id, cancellationToken);
    }

    /// <summary>Fits one question from the interactions with at least two labelers.</summary>
    public async Task FitAsync(long criterionId, CancellationToken cancellationToken = default)
    {
        var began = Stopwatch.GetTimestamp();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var criterion = await db.AgreementCriteria.AsNoTracking().SingleAsync(c => c.Id == criterionId, cancellationToken);
        var labels = await PairedLabels.LoadAsync(db, criterionId, cancellationToken);
        var result =
            labels.Labels.Count == 0 || labels.Categories.Length > MaxCategories
                ? null
                : DawidSkene.Fit(
                    labels.Labels,
                    labels.Items,
                    labels.Labelers.Length,
                    labels.Categories.Length,
                    tolerance: 1e-6,
                    maxIterations: 500
                );
        var fit = new ConsensusFit
        {
            CriterionId = criterionId,
            Changes = criterion.Changes,
            FittedAt = time.GetUtcNow(),
            Milliseconds = (int)Stopwatch.GetElapsedTime(began).TotalMilliseconds,
            Items = labels.Items,
            Labels = labels.Labels.Count,
            Iterations = result?.Iterations ?? 0,
            LogLikelihood = result?.LogLikelihood ?? 0,
            Categories = JsonSerializer.Serialize(labels.Categories),
            Priors = JsonSerializer.Serialize(result?.Priors ?? []),
        };
        await StoreAsync(db, fit, result is null ? [] : Qualities(criterionId, labels, result), cancellationToken);
        db.ChangeTracker.Clear();
        var tenantId = await db.Workflows.Where(w => w.Id == criterion.WorkflowId).Select(w => w.TenantId).SingleAsync(cancellationToken);
        await JudgeAgainAsync(db, (tenantId, criterion.WorkflowId), criterionId, cancellationToken);
        var took = (int)Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        await db
            .ConsensusFits.Where(f => f.CriterionId == criterionId)
            .ExecuteUpdateAsync(s => s.SetProperty(f => f.Milliseconds, took), cancellationToken);
        notifier.Publish(criterion.WorkflowId);
    }

    /// <summary>
    /// Updates the disagreements under the workflow's lock, because the counter changes the same rows. In parts, so that the counter does
    /// not wait long.
    /// </summary>
    private async Task JudgeAgainAsync(
        TriageDbContext db,
        (long TenantId, long WorkflowId) place,
        long criterionId,
        CancellationToken cancellationToken
    )
    {
        for (long? last = 0; last is { } after; )
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await AgreementLock.TakeAsync(db, place.WorkflowId, time.GetUtcNow(), cancellationToken);
            last = await DisagreementStore.JudgeAgainAsync(db, place, criterionId, after, time.GetUtcNow(), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            db.ChangeTracker.Clear();
        }
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static List<LabelerQuality> Qualities(long criterionId, PairedLabels labels, ConsensusResult result)
    {
        var (right, given) = (new double[labels.Labelers.Length], new int[labels.Labelers.Length]);
        foreach (var label in labels.Labels)
        {
            given[label.Labeler]++;
            right[label.Labeler] += result.Posteriors[label.Item, label.Category];
        }

        // One label gives no information about its labeler.
        return Enumerable
            .Range(0, labels.Labelers.Length)
            .Where(n => given[n] > 1)
            .Select(n => new LabelerQuality
            {
                CriterionId = criterionId,
                LabelerId = labels.Labelers[n],
                Labels = given[n],
                ExpectedRight = Math.Min(right[n], given[n]),
                Confusion = JsonSerializer.Serialize(Rows(result.Confusions[n])),
            })
            .ToList();
    }

    private static double[][] Rows(double[,] matrix) =>
        [
            .. Enumerable
                .Range(0, matrix.GetLength(0))
                .Select(i => Enumerable.Range(0, matrix.GetLength(1)).Select(j => Math.Round(matrix[i, j], 6)).ToArray()),
        ];

    private async Task StoreAsync(TriageDbContext db, ConsensusFit fit, List<LabelerQuality> qualities, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // If two instances fit at once, the second waits at the delete and then replaces the rows of the first.
        await db.LabelerQualities.Where(q => q.CriterionId == fit.CriterionId).ExecuteDeleteAsync(cancellationToken);
        await db.ConsensusFits.Where(f => f.CriterionId == fit.CriterionId).ExecuteDeleteAsync(cancellationToken);
        try
        {
            db.ConsensusFits.Add(fit);
            await db.SaveChangesAsync(cancellationToken);
            await statements.BulkLoadAsync(db, qualities, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (statements.IsUniqueViolation(e))
        {
            // Another instance stored the same fit at the same time.
        }
    }
}
