namespace TriageConsole.Features.Evaluation.Endpoints;

internal static partial class EvaluationLog
{
    [LoggerMessage(230, LogLevel.Warning, "The endpoint at {Host}:{Port} could not be reached: {Why}")]
    public static partial void EndpointNotReached(ILogger logger, string host, int port, string why);
}
