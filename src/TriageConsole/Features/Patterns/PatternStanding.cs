using TriageConsole.Data.Patterns;

namespace TriageConsole.Features.Patterns;

/// <summary>How far a pattern is and whose it is, as somebody saw it.</summary>
public sealed record PatternStanding(PatternState State, long? OwnerId);
