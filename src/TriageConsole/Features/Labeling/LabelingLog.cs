namespace TriageConsole.Features.Labeling;

internal static partial class LabelingLog
{
    [LoggerMessage(201, LogLevel.Warning, "A submit of assignment {AssignmentId} did not reach the database; it is kept and retried")]
    public static partial void SubmitDelayed(ILogger logger, long assignmentId, Exception exception);

    [LoggerMessage(202, LogLevel.Error, "A submit of assignment {AssignmentId} failed")]
    public static partial void SubmitFailed(ILogger logger, long assignmentId, Exception exception);

    [LoggerMessage(203, LogLevel.Warning, "A draft of assignment {AssignmentId} could not be saved")]
    public static partial void DraftFailed(ILogger logger, long assignmentId, Exception exception);

    [LoggerMessage(204, LogLevel.Warning, "The labeling page of workflow {WorkflowId} could not reach the database; retrying")]
    public static partial void PageFailed(ILogger logger, long workflowId, Exception exception);

    [LoggerMessage(205, LogLevel.Error, "Stopped while some of {Pages} labeling pages had unsaved data")]
    public static partial void StoppedUnsaved(ILogger logger, int pages, Exception exception);

    [LoggerMessage(206, LogLevel.Error, "A callback of the labeling page failed for assignment {AssignmentId}")]
    public static partial void CallbackFailed(ILogger logger, long assignmentId, Exception exception);
}
