namespace TriageConsole.Security;

internal static partial class ApiKeyLog
{
    [LoggerMessage(14, LogLevel.Warning, "Could not check API keys; cached results are used until the database responds")]
    public static partial void Away(ILogger logger, Exception exception);

    [LoggerMessage(16, LogLevel.Warning, "Could not store the counts of refused requests; they are stored later")]
    public static partial void RefusalsNotStored(ILogger logger, Exception exception);

    [LoggerMessage(15, LogLevel.Information, "The database responds again; API keys are checked")]
    public static partial void Back(ILogger logger);
}
