namespace TriageConsole.Features.Redaction;

/// <summary>
/// Removes the texts of an erased user from the data of one feature. Every feature that stores texts, and every store outside the database
/// such as an event log, implements it. Numbers stay: counts, scores, outcomes and answers that are no free text.
/// </summary>
public interface IErasurePart
{
    /// <summary>
    /// Locks the rows that ingest locks before the interactions. Called before the interactions are locked: both sides take their locks in
    /// one order, so that they do not wait for each other.
    /// </summary>
    /// <param name="unit">Its transaction has the lock of the tenant.</param>
    /// <param name="interactions">The interactions that are erased next.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    Task LockAsync(ErasureUnit unit, long[] interactions, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Removes what belongs to some interactions of the user, in the transaction of the caller. It is called in the order of the
    /// interactions, and again after an interruption.
    /// </summary>
    Task EraseAsync(ErasureUnit unit, long[] interactions, CancellationToken cancellationToken);

    /// <summary>Removes what belongs to the user and to no interaction of theirs.</summary>
    Task EraseUserAsync(ErasureUnit unit, CancellationToken cancellationToken) => Task.CompletedTask;
}
