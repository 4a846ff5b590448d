namespace TriageConsole.Features.Agreement.Judges;

/// <summary>The current versions of the judges that a workflow has configured. Evaluation implements it.</summary>
public interface IJudgeBindings
{
    /// <summary>By the labeler id of the judge. A judge that only sends labels is not in it.</summary>
    Task<IReadOnlyDictionary<string, JudgeBinding>> CurrentAsync(long workflowId, CancellationToken cancellationToken);
}
