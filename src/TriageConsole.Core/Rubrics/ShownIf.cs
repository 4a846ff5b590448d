namespace TriageConsole.Core.Rubrics;

/// <summary>The condition under which a criterion is shown.</summary>
/// <param name="Criterion">Key of an earlier criterion.</param>
/// <param name="In">The answers under which this criterion is shown. For many_of, one of them is enough.</param>
public sealed record ShownIf(string Criterion, IReadOnlyList<string> In);
