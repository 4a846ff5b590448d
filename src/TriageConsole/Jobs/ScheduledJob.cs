using Quartz;

namespace TriageConsole.Jobs;

/// <summary>
/// What the scheduler calls, for each of our jobs: one class for all of them, so that an instance of another version never meets a class
/// name in the database that it cannot load.
/// </summary>
[DisallowConcurrentExecution]
internal sealed class ScheduledJob(JobRunner runner) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await runner.RunAsync(context.JobDetail.Key.Name, context.Trigger.Key.Group != JobScheduler.Group, cancellationToken);
}
