namespace TriageConsole.Data.Providers;

public partial interface IProviderStatements
{
    /// <summary>
    /// Leases the highest priority item of the workflow that has an open slot and that this labeler never finished or skipped. Null: there
    /// is none.
    /// </summary>
    Task<ItemLease?> ClaimAsync(
        long workflowId,
        long labelerId,
        DateTimeOffset now,
        DateTimeOffset leaseUntil,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Stores the label and finishes the lease, all or nothing. A lease that is gone makes the label an extra opinion; a label of this
    /// labeler that is in force is replaced by it; a repeated idempotency key changes nothing and returns the first result. Null: the
    /// assignment is not this labeler's.
    /// </summary>
    Task<SubmittedLabel?> SubmitAsync(SubmittedAnswers answers, CancellationToken cancellationToken);

    /// <summary>Prolongs the leases that still hold; returns their assignments.</summary>
    Task<IReadOnlyList<long>> RenewAsync(
        long labelerId,
        IReadOnlyList<LeaseToken> leases,
        DateTimeOffset leaseUntil,
        CancellationToken cancellationToken
    );

    /// <summary>Gives the slot back to others and keeps the item from this labeler. False: the lease is gone.</summary>
    Task<bool> SkipAsync(LeaseToken lease, long labelerId, string reason, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Withdraws the labeler's last label in the workflow and leases its item again, with the answers as a draft. Null: nothing to undo, or
    /// <paramref name="most"/> withdrawn items are held already.
    /// </summary>
    Task<WithdrawnLabel?> UndoAsync(
        long workflowId,
        long labelerId,
        int most,
        DateTimeOffset now,
        DateTimeOffset leaseUntil,
        CancellationToken cancellationToken
    );

    /// <summary>Gives back leases nobody will use: those named that hold no draft.</summary>
    Task<IReadOnlyList<ReturnedSlots>> ReleaseAsync(long labelerId, IReadOnlyList<LeaseToken> leases, CancellationToken cancellationToken);

    /// <summary>Gives back the slots of all leases that ended before <paramref name="now"/>. Drafts stay.</summary>
    Task<IReadOnlyList<ReturnedSlots>> ExpireLeasesAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
