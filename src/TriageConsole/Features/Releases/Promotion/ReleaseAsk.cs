using TriageConsole.Features.Releases.Registry;

namespace TriageConsole.Features.Releases.Promotion;

/// <summary>A press, with what it is about as it was drawn.</summary>
public sealed record ReleaseAsk(ReleaseAct Act, ReleaseRow? Row = null, ReleaseComponentRow? Component = null, string? Version = null);
