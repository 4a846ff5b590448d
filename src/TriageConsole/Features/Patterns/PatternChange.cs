using TriageConsole.Data.Patterns;

namespace TriageConsole.Features.Patterns;

/// <summary>A change of owner or state in the list. <paramref name="Seen"/>: what the person saw.</summary>
public sealed record PatternChange(PatternReport Pattern, PatternStanding Seen, PatternState State, long? OwnerId);
