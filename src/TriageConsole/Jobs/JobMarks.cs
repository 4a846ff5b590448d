using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Jobs;
using TriageConsole.Data.Providers;

namespace TriageConsole.Jobs;

/// <summary>Stores the progress of jobs for the instance that runs them next.</summary>
public sealed class JobMarks(IDbContextFactory<TriageDbContext> contexts, IProviderStatements statements, TimeProvider time)
{
    /// <summary>All marks of a job, by item.</summary>
    public async Task<Dictionary<long, JobMark>> OfAsync(string job, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.JobMarks.AsNoTracking().Where(m => m.JobName == job).ToDictionaryAsync(m => m.ItemId, cancellationToken);
    }

    /// <summary>The mark of a job with a single mark, if it is a number.</summary>
    public async Task<long?> NumberAsync(string job, CancellationToken cancellationToken) =>
        (await OfAsync(job, cancellationToken)).GetValueOrDefault(0) is { } mark
        && long.TryParse(mark.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    public Task SetNumberAsync(string job, long number, CancellationToken cancellationToken) =>
        SetAsync(job, 0, number.ToString(CultureInfo.InvariantCulture), cancellationToken);

    public async Task SetAsync(string job, long item, string value, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var mine = db.JobMarks.Where(m => m.JobName == job && m.ItemId == item);
        if (await mine.ExecuteUpdateAsync(s => s.SetProperty(m => m.Value, value).SetProperty(m => m.At, now), cancellationToken) > 0)
            return;
        try
        {
            db.JobMarks.Add(
                new JobMark
                {
                    JobName = job,
                    ItemId = item,
                    Value = value,
                    At = now,
                }
            );
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (statements.IsUniqueViolation(e))
        {
            // Another process, such as the command line, has just set the mark.
        }
    }
}
