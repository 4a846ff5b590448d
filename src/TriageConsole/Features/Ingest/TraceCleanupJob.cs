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

    public override Task RunAsync(JobRun run) => DeleteAsync(time.GetUtcNow().AddHours(-options.Value.TraceHours), run.CancellationToken);

    /// <summary>Deletes the traces whose last part arrived before this time.</summary>
    internal async Task DeleteAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        while (true)
        {
            var old = await db
                .StoredTraces.Where(t => t.UpdatedAt < before)
                .OrderBy(t => t.UpdatedAt)
                .Select(t => t.Id)
                .Take(MaxDeleted)
                .ToListAsync(cancellationToken);
            if (old.Count == 0)
                return;
            await db.StoredTraces.Where(t => old.Contains(t.Id) && t.UpdatedAt < before).ExecuteDeleteAsync(cancellationToken);
        }
    }
}
