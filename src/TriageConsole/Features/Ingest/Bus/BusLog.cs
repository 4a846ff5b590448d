namespace TriageConsole.Features.Ingest.Bus;

internal static partial class BusLog
{
    [LoggerMessage(120, LogLevel.Information, "Connected to {Kind}; receiving messages of '{Source}'")]
    public static partial void Connected(ILogger logger, BusKind kind, string source);

    [LoggerMessage(121, LogLevel.Warning, "The connection to {Kind} for '{Source}' was lost or refused; trying again. Reason: {Problem}")]
    public static partial void Disconnected(ILogger logger, BusKind kind, string source, string problem);

    [LoggerMessage(122, LogLevel.Warning, "Messages of '{Source}' wait: {Problem}")]
    public static partial void Waiting(ILogger logger, string source, string problem);

    [LoggerMessage(123, LogLevel.Error, "Messages of '{Source}' could not be stored; they wait")]
    public static partial void NotStored(ILogger logger, Exception exception, string source);

    [LoggerMessage(124, LogLevel.Warning, "Moved {Count} messages of '{Source}' to the dead letters; the first reason is {Reason}")]
    public static partial void DeadLettered(ILogger logger, int count, string source, string reason);

    [LoggerMessage(125, LogLevel.Warning, "The offsets of stored messages are not committed yet: {Problem}")]
    public static partial void NotCommitted(ILogger logger, string problem);

    [LoggerMessage(126, LogLevel.Error, "A consumer of {Kind} failed; it starts again")]
    public static partial void Failed(ILogger logger, Exception exception, BusKind kind);

    [LoggerMessage(127, LogLevel.Debug, "Kafka client: {Message}")]
    public static partial void OfClient(ILogger logger, string message);

    [LoggerMessage(128, LogLevel.Warning, "Messages of '{Source}' are stored more slowly than they arrive: {Limit}")]
    public static partial void Limited(ILogger logger, string source, string limit);
}
