namespace TriageConsole.Account.SingleSignOn;

internal static partial class SingleSignOnLog
{
    [LoggerMessage(
        22,
        LogLevel.Warning,
        "Group {Group} of single sign-on gives no role: there is no tenant {Tenant} with workflow {Workflow}"
    )]
    public static partial void UnknownPlace(ILogger logger, string group, string? tenant, string? workflow);

    [LoggerMessage(23, LogLevel.Warning, "The provider of single sign-on does not answer: {Why}")]
    public static partial void Unreachable(ILogger logger, string why);

    [LoggerMessage(24, LogLevel.Warning, "A sign-in with the provider failed: {Why}")]
    public static partial void Failed(ILogger logger, string why);
}
