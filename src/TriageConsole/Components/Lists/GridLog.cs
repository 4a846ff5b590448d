namespace TriageConsole.Components.Lists;

internal static partial class GridLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The list {List} could not be loaded.")]
    public static partial void NotLoaded(ILogger logger, string list, Exception exception);
}
