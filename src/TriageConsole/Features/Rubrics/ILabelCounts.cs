using TriageConsole.Data;

namespace TriageConsole.Features.Rubrics;

/// <summary>
/// The agreement counts of labels, which depend on the meaning of questions. Agreement implements it; it is a later feature, so this one
/// only knows the interface. Each method runs in the caller's transaction.
/// </summary>
public interface ILabelCounts
{
    /// <summary>Waits for a running count of the workflow. The next count waits until the transaction ends.</summary>
    Task LockAsync(TriageDbContext db, long workflowId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Marks imported labels to questions that are new in the workflow's rubric as not counted, so that they are compared with the labels
    /// to come.
    /// </summary>
    Task CountImportedAgainAsync(TriageDbContext db, long workflowId, string[] questions, CancellationToken cancellationToken = default);

    /// <summary>
    /// Marks the labels of open disagreements as not counted, because the meaning of their questions changed. The agreement job counts them
    /// again.
    /// </summary>
    Task CountDisputesAgainAsync(TriageDbContext db, long workflowId, CancellationToken cancellationToken = default);
}
