namespace TriageConsole.Features.Admin;

internal static partial class TenantLog
{
    [LoggerMessage(320, LogLevel.Information, "{Person} switched simulated traffic of tenant {TenantId} on: {IsOn}")]
    public static partial void Simulated(ILogger logger, long person, long tenantId, bool isOn);
}
