namespace TriageConsole.Features.Routing;

internal static partial class RoutingLog
{
    [LoggerMessage(240, LogLevel.Warning, "Routes could not be read; the last ones stay in use")]
    public static partial void Away(ILogger logger, Exception exception);

    [LoggerMessage(241, LogLevel.Information, "Routes can be read again")]
    public static partial void Back(ILogger logger);
}
