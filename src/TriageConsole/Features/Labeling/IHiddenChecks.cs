using TriageConsole.Data.Providers;

namespace TriageConsole.Features.Labeling;

/// <summary>Items with known answers, mixed unannounced into what labelers take; golden sets are a later part of the loop.</summary>
public interface IHiddenChecks
{
    /// <summary>Now and then the lease of a hidden check; null mostly.</summary>
    Task<ItemLease?> TryLeaseAsync(LabelingSession session, CancellationToken cancellationToken = default);
}
