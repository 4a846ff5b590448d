namespace TriageConsole.Features.DataHealth;

/// <summary>The fields of the interactions of a day.</summary>
/// <param name="Day">The day (UTC), by event time.</param>
/// <param name="Interactions">The number of interactions that the shares refer to.</param>
/// <param name="OutcomeShare">Share with a known outcome, 0..1.</param>
/// <param name="FieldShares">Share that have a field, 0..1, by name of the field.</param>
public sealed record FieldDay(DateOnly Day, int Interactions, double OutcomeShare, IReadOnlyDictionary<string, double> FieldShares);
