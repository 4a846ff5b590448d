namespace TriageConsole.Features.Notices;

internal static partial class NoticeLog
{
    [LoggerMessage(210, LogLevel.Warning, "Notice {NoticeId} was not sent at attempt {Attempt}: {Why}")]
    public static partial void NotSent(ILogger logger, long noticeId, int attempt, string why);
}
