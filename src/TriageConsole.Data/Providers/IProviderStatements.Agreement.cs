using TriageConsole.Data.Agreement;

namespace TriageConsole.Data.Providers;

public partial interface IProviderStatements
{
    /// <summary>
    /// Adds <c>Items</c> (negative numbers subtract) to the stored rows of the same key, inserts missing rows and deletes those that become
    /// zero. Runs in the context's transaction; the caller holds the workflow's lock.
    /// </summary>
    Task AddAgreementAsync(
        TriageDbContext db,
        IReadOnlyList<AgreementPattern> patterns,
        IReadOnlyList<LabelerPair> pairs,
        CancellationToken cancellationToken
    );
}
