namespace TriageConsole.Features.Reports.Schedules;

internal static partial class ReportLog
{
    [LoggerMessage(960, LogLevel.Warning, "Report delivery {DeliveryId} was not sent at attempt {Attempt}: {Why}")]
    public static partial void NotSent(ILogger logger, long deliveryId, int attempt, string why);
}
