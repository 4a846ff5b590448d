using Quartz;

namespace TriageConsole.Jobs;

/// <summary>
/// The scheduler's job class, one for all jobs. So an instance of another version never finds a class name in the database that it cannot
/// load.
/// </summary>
[DisallowConcurrentExecution]
internal sealed class ScheduledJob(JobRunner runner) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await runner.RunAsync(context.JobDetail.Key.Name, context.Trigger.Key.Group != JobScheduler.Group, cancellationToken);
}
