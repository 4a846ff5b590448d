using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Jobs;

namespace TriageConsole.Features.Budget;

internal sealed class FeedbackSourceJob(
    FeedbackSourceComparer comparer,
    JobMarks marks,
    IDbContextFactory<TriageDbContext> contexts,
    TimeProvider time
) : BackgroundJob
{
    private const string Sweep = "feedback-sweep";

    /// <summary>Trust windows older than this are not read any more.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public override string Name => "feedback-trust";

    public override string Purpose => "Compares user signals with experts' labels and updates the trust in feedback sources.";

    public override TimeSpan Period => TimeSpan.FromSeconds(10);

    public override async Task RunAsync(JobRun run)
    {
        while (await comparer.CompareBatchAsync(run.CancellationToken)) { }

        var now = time.GetUtcNow();
        var swept = (await marks.OfAsync(Sweep, run.CancellationToken)).GetValueOrDefault(0)?.At;
        if (now - swept < TimeSpan.FromHours(1))
            return;
        var old = now - Kept;
        await using (var db = await contexts.CreateDbContextAsync(run.CancellationToken))
            await db.FeedbackSourceWindows.Where(g => g.Start < old).ExecuteDeleteAsync(run.CancellationToken);
        await marks.SetAsync(Sweep, 0, "", run.CancellationToken);
    }
}
