namespace TriageConsole.Features.Ingest;

internal static partial class IngestLog
{
    [LoggerMessage(100, LogLevel.Warning, "The database is unreachable; waiting signals are joined when it is available")]
    public static partial void DatabaseAway(ILogger logger);

    [LoggerMessage(101, LogLevel.Error, "Joining waiting signals failed; trying again")]
    public static partial void JoinFailed(ILogger logger, Exception exception);

    [LoggerMessage(102, LogLevel.Error, "A line could not be stored and was quarantined; the other lines were stored")]
    public static partial void LineNotStored(ILogger logger, Exception exception);
}
