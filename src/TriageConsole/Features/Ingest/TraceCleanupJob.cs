using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Data;
using TriageConsole.Jobs;

namespace TriageConsole.Features.Ingest;

/// <summary>Deletes the parts of traces that are complete. Their interactions stay.</summary>
internal sealed class TraceCleanupJob(IDbContextFactory<TriageDbContext> contexts, IOptions<IngestOptions> options, TimeProvider time)
    : BackgroundJob
{
    /// <summary>Maximum number of traces in one statement, so that it does not hold locks for long.</summary>
    private const int MaxDeleted = 500;

    public override string Name => "trace-cleanup";

    public override string Purpose => "Deletes the spans of traces that have been complete for a day. Their interactions stay.";

    public override TimeSpan Period => TimeSpan.FromMinutes(10);

    public override async Task RunAsync(JobRun run)
    {
        var before = time.GetUtcNow().AddHours(-options.Value.TraceHours);
        await using var db = await contexts.CreateDbContextAsync(run.CancellationToken);
        while (true)
        {
            var old = await db
                .StoredTraces.Where(t => t.UpdatedAt < before)
                .OrderBy(t => t.UpdatedAt)
                .Select(t => t.Id)
                .Take(MaxDeleted)
                .ToListAsync(run.CancellationToken);
            if (old.Count == 0)
                return;
            await db.StoredTraces.Where(t => old.Contains(t.Id) && t.UpdatedAt < before).ExecuteDeleteAsync(run.CancellationToken);
        }
    }
}
