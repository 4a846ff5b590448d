namespace TriageConsole.Features.Releases.Promotion;

/// <summary>
/// What an approver pressed, on the page as it was drawn. RowVersion: of the release as it was shown. LiveId: what was shown as live; null:
/// nothing. OverrideReason: why it goes live although a gate does not pass.
/// </summary>
public sealed record PromoteRequest(long ReleaseId, int RowVersion, long? LiveId, string? OverrideReason = null);
