using TriageConsole.Features.Releases.Promotion;

namespace TriageConsole.Features.Releases.Registry;

public sealed record ReleaseDetailAnswer(ReleaseAnswer Release, string Notes, string? BasedOn, IReadOnlyList<TransitionAnswer> History);
