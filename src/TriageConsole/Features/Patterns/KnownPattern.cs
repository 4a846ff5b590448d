using TriageConsole.Core.Patterns;

namespace TriageConsole.Features.Patterns;

/// <summary>A pattern as arriving interactions are compared with it.</summary>
internal sealed record KnownPattern(long Id, string Name, PatternTerms Terms, double Impact, int Labeled);
