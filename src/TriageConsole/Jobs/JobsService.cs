using Microsoft.EntityFrameworkCore;
using Quartz;
using TriageConsole.Core;
using TriageConsole.Data;
using TriageConsole.Security;

namespace TriageConsole.Jobs;

/// <summary>Shows background jobs to admins of the whole installation, with their actions. Each action applies to all instances.</summary>
public sealed class JobsService(
    ISchedulerFactory factory,
    IEnumerable<BackgroundJob> jobs,
    IDbContextFactory<TriageDbContext> contexts,
    ILogger<JobsService> logger
)
{
    private const int NameLength = 200;

    public async Task<IReadOnlyList<JobRow>> ListAsync(PersonAccess access, CancellationToken cancellationToken = default)
    {
        Check(access);
        var scheduler = await factory.GetScheduler(cancellationToken);
        var group = new TriggerQuery { Group = GroupMatcher<TriggerKey>.GroupEquals(JobScheduler.Group) };
        var triggers = (await scheduler.QueryTriggers(group, cancellationToken)).Items.ToDictionary(
            t => t.JobKey.Name,
            StringComparer.Ordinal
        );
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var states = await db.JobStates.AsNoTracking().ToDictionaryAsync(s => s.JobName, cancellationToken);
        var running = await scheduler.QueryFireInstances(new FireInstanceQuery { State = FireInstanceState.Executing }, cancellationToken);
        var failed = await db
            .JobItems.Where(i => i.FailedAt != null)
            .GroupBy(i => i.JobName)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return
        [
            .. from job in jobs
            let trigger = triggers.GetValueOrDefault(job.Name)
            let paused = trigger?.State == TriggerState.Paused
            orderby job.Name
            select new JobRow(
                job.Name,
                job.Purpose,
                job.Period,
                paused,
                paused ? null : trigger?.NextFireTimeUtc,
                paused ? trigger?.Pause?.RequestedBy : null,
                running
                    .Items.Where(r => r.JobKey?.Name == job.Name)
                    .Select(r => new RunningJob(r.SchedulerInstanceId, r.FireTimeUtc))
                    .FirstOrDefault(),
                states.GetValueOrDefault(job.Name),
                failed.GetValueOrDefault(job.Name)
            ),
        ];
    }

    /// <summary>
    /// Stops regular runs on all instances until it is resumed. A current run ends normally. Null, or the reason why it is not possible.
    /// </summary>
    public Task<string?> PauseAsync(PersonAccess access, string name, CancellationToken cancellationToken = default) =>
        ChangeAsync(
            access,
            name,
            "Pause",
            async (s, key) =>
                await s.PauseTriggerWith(
                    new TriggerKey(key.Name, JobScheduler.Group),
                    new PauseDetails { RequestedBy = Texts.Cut(access.DisplayName, NameLength) },
                    cancellationToken
                )
        );

    public Task<string?> ResumeAsync(PersonAccess access, string name, CancellationToken cancellationToken = default) =>
        ChangeAsync(
            access,
            name,
            "Resume",
            async (s, key) => await s.ResumeTrigger(new TriggerKey(key.Name, JobScheduler.Group), cancellationToken)
        );

    /// <summary>Starts one run as soon as an instance is free, even of a paused job. Failed items are tried again.</summary>
    public Task<string?> RunNowAsync(PersonAccess access, string name, CancellationToken cancellationToken = default) =>
        ChangeAsync(
            access,
            name,
            "Run now",
            async (s, key) =>
            {
                // Two clicks start one run: the first trigger still waits for the current run to end.
                var waiting = await s.QueryTriggers(new TriggerQuery { Job = key }, cancellationToken);
                if (waiting.Items.All(t => t.Key.Group == JobScheduler.Group))
                    await s.TriggerJob(key, cancellationToken: cancellationToken);
            }
        );

    private async Task<string?> ChangeAsync(PersonAccess access, string name, string action, Func<IScheduler, JobKey, Task> change)
    {
        Check(access);
        var scheduler = await factory.GetScheduler();
        var key = new JobKey(name, JobScheduler.Group);
        if (!await scheduler.Exists(key))
            return "The scheduler does not know this job yet. Try again in a few seconds.";
        await change(scheduler, key);
        JobLog.Changed(logger, access.UserId, action, name);
        return null;
    }

    /// <summary>Jobs work for all tenants, and a reason can contain the name of any tenant.</summary>
    private static void Check(PersonAccess access)
    {
        if (!access.IsSiteAdmin)
            throw new AccessDeniedException("Only admins of the whole installation can see background jobs.");
    }
}
