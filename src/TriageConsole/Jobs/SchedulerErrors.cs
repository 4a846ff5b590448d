using Quartz;
using TriageConsole.Data.Providers;

namespace TriageConsole.Jobs;

/// <summary>
/// Logs the errors of the scheduler. The scheduler's own log is off by default, because it repeats them while the database is unreachable.
/// </summary>
internal sealed class SchedulerErrors(IProviderStatements statements, ILogger<SchedulerErrors> logger) : ISchedulerListener
{
    public ValueTask SchedulerError(IScheduler scheduler, SchedulerErrorContext context, CancellationToken cancellationToken = default)
    {
        if (statements.IsTransient(context.Exception))
            JobLog.SchedulerAway(logger);
        else
            JobLog.SchedulerFailed(logger, context.Message, context.Exception);
        return ValueTask.CompletedTask;
    }
}
