namespace TriageConsole.Core.Patterns;

/// <summary>The significant pattern that contains an interaction.</summary>
/// <param name="Name">Display name.</param>
/// <param name="Terms">Its terms.</param>
/// <param name="P">Probability of at least this many failures by chance.</param>
/// <param name="Lift">Its failure rate divided by the failure rate of the other interactions.</param>
public sealed record PatternMembership(string Name, IReadOnlyList<NamedTerm> Terms, double P, double Lift);
