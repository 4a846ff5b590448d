namespace TriageConsole.Features.Releases.Promotion;

/// <summary>
/// The request of an approver with the state that the page showed. RowVersion: of the release. LiveId: the live release; null: none.
/// OverrideReason: why it goes live although a gate does not pass. FreezeReason: why it goes live in spite of a freeze.
/// </summary>
public sealed record PromoteRequest(
    long ReleaseId,
    int RowVersion,
    long? LiveId,
    string? OverrideReason = null,
    string? FreezeReason = null
);
