namespace TriageConsole.Features.Rubrics;

internal static partial class RubricLog
{
    [LoggerMessage(250, LogLevel.Warning, "The rubric draft of workflow {WorkflowId} could not be saved")]
    public static partial void DraftNotSaved(ILogger logger, long workflowId, Exception exception);
}
