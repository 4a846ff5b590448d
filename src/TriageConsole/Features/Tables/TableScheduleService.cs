using Microsoft.EntityFrameworkCore;
using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Tables;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Tables;

/// <summary>Scheduled exports of a workflow, for its leads.</summary>
public sealed class TableScheduleService(IDbContextFactory<TriageDbContext> contexts, TableExportStore store, TimeProvider time)
{
    public const int MaxSchedules = 20;
    private const int FilesShown = 10;
    private static readonly Error Unknown = Error.NotFound("There is no such export, or you do not lead its workflow.");

    /// <summary>Whether a store for exports is configured.</summary>
    public bool HasStore => store.IsConfigured;

    public async Task<IReadOnlyList<TableScheduleRow>> ListAsync(
        PersonAccess access,
        WorkflowRef workflow,
        CancellationToken cancellationToken = default
    )
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            return [];
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var schedules = await db
            .TableSchedules.AsNoTracking()
            .Where(s => s.TenantId == workflow.TenantId && s.WorkflowId == workflow.Id)
            .OrderBy(s => s.Id)
            .ToListAsync(cancellationToken);
        var rows = new List<TableScheduleRow>();
        foreach (var schedule in schedules)
            rows.Add(new TableScheduleRow(schedule, await FilesOf(db, schedule).Take(FilesShown).ToListAsync(cancellationToken)));
        return rows;
    }

    /// <summary>Creates a schedule. The first export covers the days before now.</summary>
    public async Task<Result<TableSchedule>> CreateAsync(
        PersonAccess access,
        WorkflowRef workflow,
        TableScheduleForm form,
        bool isEnabled = true,
        CancellationToken cancellationToken = default
    )
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            return Error.Forbidden("Only a lead of the workflow can schedule exports.");
        if (form.Check() is { } wrong)
            return wrong;
        if (!HasStore)
            return Error.Conflict("No store for exports is configured. See the setting Exports__Folder in the documentation.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.TableSchedules.CountAsync(s => s.WorkflowId == workflow.Id, cancellationToken) >= MaxSchedules)
            return Error.Conflict($"A workflow has at most {MaxSchedules} scheduled exports. Delete one first.");
        var now = time.GetUtcNow();
        var schedule = new TableSchedule
        {
            TenantId = workflow.TenantId,
            WorkflowId = workflow.Id,
            Period = form.Period,
            Format = form.Format,
            Days = form.Days,
            Kept = form.Kept,
            IsEnabled = isEnabled,
            CreatedAt = now,
            CreatedBy = Texts.Cut(access.DisplayName, 200),
            NextEnd = TableTimes.LatestEnd(form.Period, now),
        };
        db.TableSchedules.Add(schedule);
        await db.SaveChangesAsync(cancellationToken);
        return Result.Done("The export is scheduled. The first file is written within a minute.", schedule);
    }

    /// <summary>Changes a schedule of a workflow. What the body does not have stays as it is.</summary>
    public async Task<Result<TableSchedule>> ChangeAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long id,
        TableScheduleBody body,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, access, id, cancellationToken) is not { } schedule || schedule.WorkflowId != workflow.Id)
            return Unknown;
        var form = body.Over(new TableScheduleForm(schedule.Period, schedule.Format, schedule.Days, schedule.Kept));
        if (!form.Ok)
            return form.Error;
        if (form.Value.Check() is { } wrong)
            return wrong;
        // A file of another format would not replace the one with the same end, and nothing would delete that.
        if (form.Value.Format != schedule.Format)
            return Error.InvalidField("format", "The format of a scheduled export cannot be changed. Create another one.");
        if (form.Value.Period != schedule.Period)
            schedule.NextEnd = NextEnd(form.Value.Period);
        (schedule.Period, schedule.Days, schedule.Kept) = (form.Value.Period, form.Value.Days, form.Value.Kept);
        if (body.Enabled is { } isEnabled)
            Enable(schedule, isEnabled);
        await db.SaveChangesAsync(cancellationToken);
        return Result.Done("The export is changed.", schedule);
    }

    /// <summary>The files of a schedule that are kept, the latest first.</summary>
    public async Task<Result<IReadOnlyList<TableExportRow>>> FilesAsync(
        PersonAccess access,
        long id,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, access, id, cancellationToken) is not { } schedule)
            return Unknown;
        return Result.Done<IReadOnlyList<TableExportRow>>("", await FilesOf(db, schedule).ToListAsync(cancellationToken));
    }

    /// <summary>Asks for a file of the latest complete days, also after failures.</summary>
    public Task<Result> RunAsync(PersonAccess access, long id, CancellationToken cancellationToken = default) =>
        ChangeAsync(
            access,
            id,
            s =>
            {
                (s.IsRequested, s.RetryAt) = (true, null);
                return "The export starts within a minute.";
            },
            cancellationToken
        );

    public Task<Result> EnableAsync(PersonAccess access, long id, bool isEnabled, CancellationToken cancellationToken = default) =>
        ChangeAsync(
            access,
            id,
            s =>
            {
                Enable(s, isEnabled);
                return isEnabled ? "The export runs again." : "The export is paused.";
            },
            cancellationToken
        );

    /// <summary>Deletes a schedule with its files.</summary>
    public async Task<Result> DeleteAsync(PersonAccess access, long id, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, access, id, cancellationToken) is not { } schedule)
            return Unknown;
        foreach (var file in await db.TableExports.Where(e => e.ScheduleId == id).ToListAsync(cancellationToken))
            if (await DeleteAsync(db, file, cancellationToken) is { } problem)
                return problem;
        db.TableSchedules.Remove(schedule);
        await db.SaveChangesAsync(cancellationToken);
        return Result.Done("The export and its files are deleted.");
    }

    /// <summary>Deletes one file.</summary>
    public async Task<Result> DeleteFileAsync(PersonAccess access, long id, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (
            await db.TableExports.SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is not { } file
            || !access.Has(Role.Lead, file.TenantId, file.WorkflowId)
        )
            return Unknown;
        return await DeleteAsync(db, file, cancellationToken) is { } problem ? problem : Result.Done("The file is deleted.");
    }

    /// <summary>Opens a file; null if there is none, or not for this person.</summary>
    public async Task<TableFile?> OpenAsync(PersonAccess access, long id, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var file = await db.TableExports.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancellationToken);
        if (file is null || !access.Has(Role.Lead, file.TenantId, file.WorkflowId) || !HasStore)
            return null;
        return await store.Store.OpenAsync(file.Name, cancellationToken) is { } content
            ? new TableFile(file.Name[(file.Name.LastIndexOf('/') + 1)..], file.Format, content)
            : null;
    }

    private async Task<Result> ChangeAsync(
        PersonAccess access,
        long id,
        Func<TableSchedule, string> change,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, access, id, cancellationToken) is not { } schedule)
            return Unknown;
        var message = change(schedule);
        await db.SaveChangesAsync(cancellationToken);
        return Result.Done(message);
    }

    private void Enable(TableSchedule schedule, bool isEnabled)
    {
        // What was missed while it was paused is not exported later.
        if (isEnabled && !schedule.IsEnabled)
            schedule.NextEnd = NextEnd(schedule.Period);
        schedule.IsEnabled = isEnabled;
    }

    private DateTimeOffset NextEnd(TablePeriod period) => TableTimes.Next(period, TableTimes.LatestEnd(period, time.GetUtcNow()));

    private static IQueryable<TableExportRow> FilesOf(TriageDbContext db, TableSchedule schedule) =>
        db
            .TableExports.AsNoTracking()
            .Where(e => e.ScheduleId == schedule.Id && e.TenantId == schedule.TenantId)
            .OrderByDescending(e => e.ToTime)
            .Select(e => new TableExportRow(e.Id, e.FromTime, e.ToTime, e.Rows, e.Bytes, e.CreatedAt, e.ErasedAt));

    private static async Task<TableSchedule?> FindAsync(
        TriageDbContext db,
        PersonAccess access,
        long id,
        CancellationToken cancellationToken
    ) =>
        await db.TableSchedules.SingleOrDefaultAsync(s => s.Id == id, cancellationToken) is { } schedule
        && access.Has(Role.Lead, schedule.TenantId, schedule.WorkflowId)
            ? schedule
            : null;

    /// <summary>The object first: a row without an object is found again, an object without a row is not.</summary>
    private async Task<Error?> DeleteAsync(TriageDbContext db, TableExport file, CancellationToken cancellationToken)
    {
        try
        {
            if (!HasStore)
                return Error.Conflict("No store for exports is configured, so its files cannot be deleted.");
            await store.Store.DeleteAsync(file.Name, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return Error.Conflict($"The store could not delete the file: {Texts.Cut(e.Message, 300)}");
        }

        db.TableExports.Remove(file);
        await db.SaveChangesAsync(cancellationToken);
        return null;
    }
}
