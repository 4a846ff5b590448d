using TriageConsole.Data.Providers;

namespace TriageConsole.Features.Labeling;

/// <summary>
/// Hidden golden checks among the leased items. Golden sets implement it; they are a later feature, so this one only knows the interface.
/// </summary>
public interface IHiddenChecks
{
    /// <summary>Leases a hidden check at the configured rate; otherwise returns null.</summary>
    Task<ItemLease?> TryLeaseAsync(LabelingSession session, CancellationToken cancellationToken = default);
}
