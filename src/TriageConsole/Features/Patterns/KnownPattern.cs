using TriageConsole.Core.Patterns;

namespace TriageConsole.Features.Patterns;

/// <summary>A current pattern for the comparison with new interactions.</summary>
internal sealed record KnownPattern(long Id, string Name, PatternTerms Terms, double Impact, int Labeled);
