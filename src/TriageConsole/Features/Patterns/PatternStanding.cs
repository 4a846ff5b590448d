using TriageConsole.Data.Patterns;

namespace TriageConsole.Features.Patterns;

/// <summary>State and owner of a pattern as a page showed them.</summary>
public sealed record PatternStanding(PatternState State, long? OwnerId);
