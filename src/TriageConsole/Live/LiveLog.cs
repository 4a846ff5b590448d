namespace TriageConsole.Live;

internal static partial class LiveLog
{
    [LoggerMessage(1, LogLevel.Warning, "A page could not refresh after a change in workflow {WorkflowId}")]
    public static partial void SubscriberFailed(ILogger logger, long workflowId, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "Could not read changes of other processes; trying again")]
    public static partial void WatchFailed(ILogger logger, Exception exception);
}
