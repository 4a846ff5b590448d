using TriageConsole.Data.Agreement;

namespace TriageConsole.Data.Providers;

public partial interface IProviderStatements
{
    /// <summary>
    /// Adds <c>Items</c> (negative: takes away) to the kept rows of the same key, makes those missing and deletes those that come to zero.
    /// In the context's transaction, by whoever holds the workflow's turn.
    /// </summary>
    Task AddAgreementAsync(
        TriageDbContext db,
        IReadOnlyList<AgreementPattern> patterns,
        IReadOnlyList<LabelerPair> pairs,
        CancellationToken cancellationToken
    );
}
