namespace TriageConsole.Data.Providers;

public partial interface IProviderStatements
{
    /// <summary>
    /// Leases the item of the workflow with the highest priority that has an open slot and that this labeler has not finished or skipped.
    /// Null if there is none. Items that are assigned to somebody else are left out, as long as that person has to label them.
    /// </summary>
    /// <param name="workflowId">The workflow.</param>
    /// <param name="labelerId">The labeler.</param>
    /// <param name="isAssigned">Whether only items that are assigned to this labeler count.</param>
    /// <param name="now">The start of the lease.</param>
    /// <param name="leaseUntil">The end of the lease.</param>
    /// <param name="cancellationToken">Cancels the claim.</param>
    Task<ItemLease?> ClaimAsync(
        long workflowId,
        long labelerId,
        bool isAssigned,
        DateTimeOffset now,
        DateTimeOffset leaseUntil,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Stores the label and finishes the lease in one transaction. If the lease is gone, the label is an extra label. It replaces a current
    /// label of this labeler. A repeated idempotency key changes nothing and returns the first result. Null if the assignment belongs to
    /// another labeler.
    /// </summary>
    Task<SubmittedLabel?> SubmitAsync(SubmittedAnswers answers, CancellationToken cancellationToken);

    /// <summary>Extends the leases that are still valid; returns their assignments.</summary>
    Task<IReadOnlyList<long>> RenewAsync(
        long labelerId,
        IReadOnlyList<LeaseToken> leases,
        DateTimeOffset leaseUntil,
        CancellationToken cancellationToken
    );

    /// <summary>Returns the slot to the queue and does not offer the item to this labeler again. False if the lease is gone.</summary>
    Task<bool> SkipAsync(LeaseToken lease, long labelerId, string reason, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Withdraws the labeler's last label in the workflow and leases its item again, with the answers as a draft. Null if there is nothing
    /// to undo, or if the labeler already holds <paramref name="most"/> withdrawn items.
    /// </summary>
    Task<WithdrawnLabel?> UndoAsync(
        long workflowId,
        long labelerId,
        int most,
        DateTimeOffset now,
        DateTimeOffset leaseUntil,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// If the labeler's last action in the workflow is a skip, leases its item again. Null if the last action is no skip; without a lease
    /// if the slot was given to another labeler.
    /// </summary>
    Task<WithdrawnSkip?> UndoSkipAsync(
        long workflowId,
        long labelerId,
        DateTimeOffset now,
        DateTimeOffset leaseUntil,
        CancellationToken cancellationToken
    );

    /// <summary>Returns unused leases: the given ones without a draft.</summary>
    Task<IReadOnlyList<ReturnedSlots>> ReleaseAsync(long labelerId, IReadOnlyList<LeaseToken> leases, CancellationToken cancellationToken);

    /// <summary>Returns the slots of all leases that ended before <paramref name="now"/>. Drafts stay.</summary>
    Task<IReadOnlyList<ReturnedSlots>> ExpireLeasesAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
