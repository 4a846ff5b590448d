using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Jobs;
using TriageConsole.Data.Providers;
using TriageConsole.Telemetry;

namespace TriageConsole.Jobs;

/// <summary>Runs a job once and stores the result.</summary>
internal sealed class JobRunner(
    IEnumerable<BackgroundJob> jobs,
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    InstanceName instance,
    TimeProvider time,
    ILogger<JobRunner> logger
)
{
    private readonly Dictionary<string, BackgroundJob> byName = jobs.ToDictionary(j => j.Name, StringComparer.Ordinal);

    public IReadOnlyCollection<BackgroundJob> Jobs => byName.Values;

    /// <summary>Never throws. An error of a job is its result; exceptions would count as errors of the scheduler.</summary>
    public async Task RunAsync(string name, bool byHand, CancellationToken cancellationToken)
    {
        // During an upgrade an older instance can receive a job of the newer version.
        if (!byName.TryGetValue(name, out var job))
        {
            JobLog.Unknown(logger, name);
            return;
        }

        using var activity = ConsoleTelemetry.Source.StartActivity($"job {name}");
        var (started, clock) = (time.GetUtcNow(), time.GetTimestamp());
        var run = new JobRun(name, byHand, contexts, statements, time, logger, cancellationToken);
        try
        {
            await job.RunAsync(run);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            run.Fail("", e);
        }
        catch (Exception)
        {
            // The instance stops: the run counts as interrupted, whatever the exception.
        }

        var result =
            run.Reason is not null ? JobResult.Failed
            : cancellationToken.IsCancellationRequested ? JobResult.Interrupted
            : JobResult.Succeeded;
        ConsoleTelemetry.RecordJob(name, time.GetElapsedTime(clock), result != JobResult.Failed);
        try
        {
            await RecordAsync(name, started, result, run.Reason);
        }
        catch (Exception e)
        {
            if (!statements.IsTransient(e))
                JobLog.NotRecorded(logger, name, e);
        }
    }

    private async Task RecordAsync(string name, DateTimeOffset started, JobResult result, string? reason)
    {
        var finished = time.GetUtcNow();
        var failed = result == JobResult.Failed;
        await using var db = await contexts.CreateDbContextAsync();
        var known = await db
            .JobStates.Where(s => s.JobName == name)
            .ExecuteUpdateAsync(s =>
                s.SetProperty(j => j.StartedAt, started)
                    .SetProperty(j => j.FinishedAt, finished)
                    .SetProperty(j => j.Result, result)
                    .SetProperty(j => j.Reason, reason)
                    .SetProperty(j => j.Instance, instance.Value)
                    .SetProperty(
                        j => j.Failures,
                        j =>
                            failed ? j.Failures + 1
                            : result == JobResult.Succeeded ? 0
                            : j.Failures
                    )
            );
        if (known > 0)
            return;
        db.JobStates.Add(
            new JobState
            {
                JobName = name,
                StartedAt = started,
                FinishedAt = finished,
                Result = result,
                Reason = reason,
                Instance = instance.Value,
                Failures = failed ? 1 : 0,
            }
        );
        await db.SaveChangesAsync();
    }
}
