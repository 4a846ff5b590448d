namespace TriageConsole.Security;

internal static partial class SecurityLog
{
    [LoggerMessage(10, LogLevel.Error, "A request failed, correlation id {CorrelationId}")]
    public static partial void RequestFailed(ILogger logger, string correlationId, Exception exception);

    [LoggerMessage(11, LogLevel.Error, "A page failed, correlation id {CorrelationId}")]
    public static partial void PageFailed(ILogger logger, string correlationId, Exception exception);
}
