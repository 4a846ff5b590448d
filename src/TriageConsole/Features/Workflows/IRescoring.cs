using TriageConsole.Data;

namespace TriageConsole.Features.Workflows;

/// <summary>
/// Scores past interactions of a workflow again. Scoring implements it; it is a later feature, so this one only knows the interface.
/// </summary>
public interface IRescoring
{
    /// <summary>Requests a rescore of all interactions. The caller saves the context.</summary>
    Task RequestAsync(TriageDbContext db, long workflowId, CancellationToken cancellationToken = default);

    /// <summary>The share of interactions that are scored again, 0..1; null if no rescore is requested.</summary>
    Task<double?> ProgressAsync(TriageDbContext db, long workflowId, CancellationToken cancellationToken = default);
}
