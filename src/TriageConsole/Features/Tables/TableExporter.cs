using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core;
using TriageConsole.Data;
using TriageConsole.Data.Tables;
using TriageConsole.Features.Ingest.Log;
using TriageConsole.Features.Interactions;
using TriageConsole.Jobs;

namespace TriageConsole.Features.Tables;

/// <summary>Writes the files of scheduled exports that are due.</summary>
internal sealed class TableExporter(
    IDbContextFactory<TriageDbContext> contexts,
    TableService tables,
    TableExportStore store,
    TimeProvider time
)
{
    private const int MaxError = 1000;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    public async Task RunAsync(JobRun run)
    {
        foreach (var id in await DueAsync(run.CancellationToken))
            await run.GuardAsync($"Export {id}", () => RunAsync(id, run.CancellationToken));
    }

    private async Task<List<long>> DueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .TableSchedules.Where(s => (s.IsRequested || (s.IsEnabled && s.NextEnd <= now)) && (s.RetryAt == null || s.RetryAt <= now))
            .OrderBy(s => s.Id)
            .Select(s => s.Id)
            .ToListAsync(cancellationToken);
    }

    private async Task RunAsync(long id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.TableSchedules.SingleOrDefaultAsync(s => s.Id == id, cancellationToken) is not { } schedule)
            return;
        var isRequested = schedule.IsRequested;
        (schedule.LastRunAt, schedule.IsRequested) = (now, false);
        try
        {
            var latest = TableTimes.LatestEnd(schedule.Period, now);
            if (isRequested)
                await ExportAsync(db, schedule, TableTimes.LatestEnd(TablePeriod.Daily, now), cancellationToken);
            // After an outage, only files that would be kept are written.
            for (var n = 1; n < schedule.Kept && schedule.NextEnd < latest; n++)
                latest = latest.AddDays(schedule.Period == TablePeriod.Daily ? -1 : -7);
            for (
                var end = schedule.NextEnd < latest ? latest : schedule.NextEnd;
                schedule.IsEnabled && end <= now;
                end = TableTimes.Next(schedule.Period, end)
            )
            {
                await ExportAsync(db, schedule, end, cancellationToken);
                schedule.NextEnd = TableTimes.Next(schedule.Period, end);
                await db.SaveChangesAsync(cancellationToken);
            }

            (schedule.Attempts, schedule.RetryAt, schedule.LastError) = (0, null, null);
            await RemoveOldAsync(db, schedule, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            await FailAsync(schedule, e, cancellationToken);
            throw;
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Stores why a run failed. It is repeated after a pause, also if a person asked for it.</summary>
    private async Task FailAsync(TableSchedule schedule, Exception fault, CancellationToken cancellationToken)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(schedule.Attempts, 10));
        var retryAt = schedule.LastRunAt + (pause < LongestPause ? pause : LongestPause);
        var error = Texts.Cut(Texts.Storable(fault.Message).ReplaceLineEndings(" "), MaxError);
        // The context of the run can have changes that the database refuses.
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db
            .TableSchedules.Where(s => s.Id == schedule.Id)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(x => x.Attempts, schedule.Attempts + 1)
                        .SetProperty(x => x.LastRunAt, schedule.LastRunAt)
                        .SetProperty(x => x.RetryAt, retryAt)
                        .SetProperty(x => x.LastError, error),
                cancellationToken
            );
    }

    private async Task ExportAsync(TriageDbContext db, TableSchedule schedule, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var from = end.AddDays(-schedule.Days);
        var place = await db
            .Workflows.Where(w => w.Id == schedule.WorkflowId)
            .Select(w => new { w.Key, Tenant = w.Tenant!.Key })
            .SingleAsync(cancellationToken);
        var name =
            $"{SegmentNames.Escape(place.Tenant)}/{SegmentNames.Escape(place.Key)}/{schedule.Id}-"
            + $"{end:yyyy-MM-dd}.{TableFormats.Extension(schedule.Format)}";
        // The table is written to a temporary file first, so that the store gets it as a whole and nothing large is in memory.
        await using var file = new FileStream(
            Path.Combine(Path.GetTempPath(), $"triage-export-{Guid.NewGuid():N}"),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            bufferSize: 1 << 16,
            FileOptions.DeleteOnClose | FileOptions.Asynchronous
        );
        var table = await tables.OpenAsync(schedule.WorkflowId, new InteractionFilter { From = from, To = end }, cancellationToken);
        var createdAt = time.GetUtcNow();
        var rows = await TableWriter.WriteAsync(schedule.Format, table.Columns, table.Rows, file, cancellationToken);
        await file.FlushAsync(cancellationToken);
        file.Position = 0;
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
        var bytes = file.Length;
        file.Position = 0;
        await store.Store.PutAsync(name, file, cancellationToken);
        var row = await db.TableExports.SingleOrDefaultAsync(e => e.ScheduleId == schedule.Id && e.ToTime == end, cancellationToken);
        if (row is null)
            db.TableExports.Add(
                row = new TableExport
                {
                    ScheduleId = schedule.Id,
                    TenantId = schedule.TenantId,
                    WorkflowId = schedule.WorkflowId,
                    Name = name,
                    Format = schedule.Format,
                    FromTime = from,
                    ToTime = end,
                    Sha256 = hash,
                }
            );
        (row.Rows, row.Bytes, row.Sha256, row.CreatedAt, row.ErasedAt) = (rows, bytes, hash, createdAt, null);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The object first: a row without an object is found again, an object without a row is not.</summary>
    private async Task RemoveOldAsync(TriageDbContext db, TableSchedule schedule, CancellationToken cancellationToken)
    {
        var old = await db
            .TableExports.Where(e => e.ScheduleId == schedule.Id)
            .OrderByDescending(e => e.ToTime)
            .Skip(schedule.Kept)
            .ToListAsync(cancellationToken);
        foreach (var file in old)
        {
            await store.Store.DeleteAsync(file.Name, cancellationToken);
            db.TableExports.Remove(file);
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
