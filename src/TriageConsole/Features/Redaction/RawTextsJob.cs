using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Jobs;

namespace TriageConsole.Features.Redaction;

/// <summary>Deletes raw texts after their time, keys without texts, and the numbers of placeholders of old sessions.</summary>
internal sealed class RawTextsJob(IDbContextFactory<TriageDbContext> contexts, TimeProvider time) : BackgroundJob
{
    private const int RowsAtOnce = 1000;

    /// <summary>A session that continues later numbers its values from 1 again.</summary>
    private static readonly TimeSpan SessionAge = TimeSpan.FromDays(90);

    public override string Name => "raw-texts";

    public override string Purpose => "Deletes stored raw texts after their retention time.";

    public override TimeSpan Period => TimeSpan.FromHours(1);

    public override async Task RunAsync(JobRun run)
    {
        await using var db = await contexts.CreateDbContextAsync(run.CancellationToken);
        var now = time.GetUtcNow();
        var old = now - SessionAge;
        // In small steps, so that ingest never waits long.
        while (
            await db
                .RawTexts.Where(t => t.ExpiresAt <= now)
                .OrderBy(t => t.ExpiresAt)
                .Take(RowsAtOnce)
                .ExecuteDeleteAsync(run.CancellationToken) == RowsAtOnce
        ) { }

        while (
            await db
                .RawFeedback.Where(t => t.ExpiresAt <= now)
                .OrderBy(t => t.ExpiresAt)
                .Take(RowsAtOnce)
                .ExecuteDeleteAsync(run.CancellationToken) == RowsAtOnce
        ) { }

        await db
            .SubjectKeys.Where(k =>
                k.CreatedAt < now.AddDays(-1)
                && !db.RawTexts.Any(t => t.SubjectKeyId == k.Id)
                && !db.RawFeedback.Any(t => t.SubjectKeyId == k.Id)
            )
            .ExecuteDeleteAsync(run.CancellationToken);
        await db.SessionPlaceholders.Where(p => p.CreatedAt < old).ExecuteDeleteAsync(run.CancellationToken);
    }
}
