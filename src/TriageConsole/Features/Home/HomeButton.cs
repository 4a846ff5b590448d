using TriageConsole.Features.Releases.Promotion;

namespace TriageConsole.Features.Home;

/// <summary>An action on a release on the start page. Missing: why it is disabled; null if it is not.</summary>
public sealed record HomeButton(ReleaseAct Act, long ReleaseId, string Text, string? Missing = null);
