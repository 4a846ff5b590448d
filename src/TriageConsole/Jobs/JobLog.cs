namespace TriageConsole.Jobs;

internal static partial class JobLog
{
    [LoggerMessage(300, LogLevel.Warning, "The database is unreachable; job {Job} continues when it is back")]
    public static partial void DatabaseAway(ILogger logger, string job);

    [LoggerMessage(301, LogLevel.Error, "Job {Job} failed; the next run tries again")]
    public static partial void RunFailed(ILogger logger, string job, Exception exception);

    [LoggerMessage(302, LogLevel.Warning, "The scheduler of background jobs could not start; trying again")]
    public static partial void NotStarted(ILogger logger, Exception exception);

    [LoggerMessage(303, LogLevel.Warning, "The scheduler of background jobs cannot reach the database; trying again")]
    public static partial void SchedulerAway(ILogger logger);

    [LoggerMessage(304, LogLevel.Error, "The scheduler of background jobs failed: {What}")]
    public static partial void SchedulerFailed(ILogger logger, string what, Exception exception);

    [LoggerMessage(305, LogLevel.Information, "{Person} used {Action} on job {Job}")]
    public static partial void Changed(ILogger logger, long person, string action, string job);

    [LoggerMessage(306, LogLevel.Warning, "The result of job {Job} could not be stored")]
    public static partial void NotRecorded(ILogger logger, string job, Exception exception);

    [LoggerMessage(307, LogLevel.Debug, "Job {Job} is not known to this version")]
    public static partial void Unknown(ILogger logger, string job);

    [LoggerMessage(308, LogLevel.Warning, "The scheduler of background jobs did not stop cleanly")]
    public static partial void NotStopped(ILogger logger, Exception exception);
}
