using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Quartz;
using TriageConsole.Data;
using TriageConsole.Data.Providers;

namespace TriageConsole.Jobs;

/// <summary>
/// Starts the scheduler of this instance some time after the app, so that it does not slow down the first pages, and stops it with the app.
/// Schedules are in the database and are first updated to those of this version.
/// </summary>
internal sealed class JobScheduler(
    ISchedulerFactory factory,
    IDbContextFactory<TriageDbContext> contexts,
    JobRunner runner,
    IHostApplicationLifetime lifetime,
    IProviderStatements statements,
    IOptions<JobOptions> options,
    TimeProvider time,
    ILogger<JobScheduler> logger
) : BackgroundService
{
    /// <summary>The cluster's name in the scheduler's tables.</summary>
    public const string Cluster = "TriageConsole";

    /// <summary>The group of all jobs and their regular triggers. Triggers of other groups are runs that an admin started.</summary>
    public const string Group = "jobs";

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    /// <summary>Versions run beside each other during an update. No job has a longer period.</summary>
    private static readonly TimeSpan Update = TimeSpan.FromDays(2);

    private IScheduler? scheduler;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (scheduler is null)
            return;
        try
        {
            await scheduler.Shutdown(waitForJobsToComplete: true, cancellationToken).AsTask().WaitAsync(cancellationToken);
        }
        catch (Exception e)
        {
            // Another instance takes over jobs that were not released.
            JobLog.NotStopped(logger, e);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.IsEnabled)
            return;
        await StartedAsync(stoppingToken);
        await Task.Delay(TimeSpan.FromMilliseconds(options.Value.StartDelayMilliseconds), time, stoppingToken);
        while (!await TryStartAsync(stoppingToken))
            await Task.Delay(Retry, time, stoppingToken);
    }

    private async Task StartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
    }

    private async Task<bool> TryStartAsync(CancellationToken stoppingToken)
    {
        try
        {
            scheduler ??= await factory.GetScheduler(stoppingToken);
            await StoreSchedulesAsync(scheduler, stoppingToken);
            await scheduler.Start(stoppingToken);
            return true;
        }
        catch (Exception e)
        {
            // The store wraps the cancellation in an exception of its own, which would be reported as a fault of the host.
            stoppingToken.ThrowIfCancellationRequested();
            if (statements.IsTransient(e))
                JobLog.SchedulerAway(logger);
            else
                JobLog.NotStarted(logger, e);
            return false;
        }
    }

    /// <summary>Leaves a stored schedule unchanged, even a paused one, unless this version has another period.</summary>
    private async Task StoreSchedulesAsync(IScheduler store, CancellationToken cancellationToken)
    {
        var keys = runner.Jobs.Select(j => new TriggerKey(j.Name, Group)).ToList();
        var stored = (await store.GetTriggers(keys, cancellationToken)).ToDictionary(t => t.Key);
        var states = (
            await store.QueryTriggers(new TriggerQuery { Group = GroupMatcher<TriggerKey>.GroupEquals(Group) }, cancellationToken)
        ).Items.ToDictionary(t => t.Key, t => t.State);
        var missing = new Dictionary<IJobDetail, IReadOnlyCollection<ITrigger>>();
        foreach (var job in runner.Jobs)
        {
            var key = new TriggerKey(job.Name, Group);
            if (stored.GetValueOrDefault(key) is not ISimpleTrigger trigger || trigger.RepeatInterval != job.Period)
                missing.Add(Detail(job), [Schedule(job)]);
            else if (states.GetValueOrDefault(key) == TriggerState.Error)
                await store.ResetTriggerFromErrorState(key, cancellationToken);
        }

        if (missing.Count > 0)
            await store.ScheduleJobs(missing, ScheduleJobOptions.Replacing, cancellationToken);
        foreach (var key in missing.Keys.Select(d => new TriggerKey(d.Key.Name, Group)))
            if (states.GetValueOrDefault(key) == TriggerState.Paused)
                await store.PauseTrigger(key, cancellationToken);
        var known = runner.Jobs.Select(j => new JobKey(j.Name, Group)).ToHashSet();
        var jobs = await store.QueryJobs(new JobQuery { Group = GroupMatcher<JobKey>.GroupEquals(Group) }, cancellationToken);
        foreach (var obsolete in await UnusedAsync(store, jobs.Items.Select(j => j.Key).Where(k => !known.Contains(k)), cancellationToken))
            await store.DeleteJob(obsolete, cancellationToken);
    }

    /// <summary>
    /// A job that this version does not have can be of a later one that runs beside it. Deleted are only those that no instance added or
    /// ran lately.
    /// </summary>
    private async Task<IReadOnlyList<JobKey>> UnusedAsync(
        IScheduler store,
        IEnumerable<JobKey> unknown,
        CancellationToken cancellationToken
    )
    {
        var since = time.GetUtcNow() - Update;
        var names = unknown.Select(k => k.Name).ToList();
        if (names.Count == 0)
            return [];
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var used = await db
            .JobStates.Where(s => names.Contains(s.JobName) && s.StartedAt > since)
            .Select(s => s.JobName)
            .ToListAsync(cancellationToken);
        var triggers = await store.GetTriggers(names.ConvertAll(n => new TriggerKey(n, Group)), cancellationToken);
        used.AddRange(triggers.Where(t => t.StartTimeUtc > since).Select(t => t.Key.Name));
        return [.. names.Except(used).Select(n => new JobKey(n, Group))];
    }

    private static IJobDetail Detail(BackgroundJob job) =>
        JobBuilder.Create<ScheduledJob>().WithIdentity(job.Name, Group).StoreDurably().Build();

    /// <summary>
    /// Starts at whole seconds, so that jobs that are due together are claimed in one transaction. A missed run is repeated once,
    /// immediately.
    /// </summary>
    private ITrigger Schedule(BackgroundJob job)
    {
        var first = time.GetUtcNow() + (job.StartsAtOnce ? TimeSpan.Zero : job.Period);
        return TriggerBuilder
            .Create()
            .WithIdentity(job.Name, Group)
            .StartAt(DateTimeOffset.FromUnixTimeSeconds(first.ToUnixTimeSeconds() + 1))
            .WithSchedule(
                SimpleScheduleBuilder
                    .Create()
                    .WithInterval(job.Period)
                    .RepeatForever()
                    .WithMisfireInstruction(SimpleTriggerMisfireInstruction.NowWithRemainingCount)
            )
            .Build();
    }
}
