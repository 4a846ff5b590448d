namespace TriageConsole.Features.DataHealth;

/// <summary>The share of the latest interactions that have a field, 0..1.</summary>
public sealed record FieldFill(string Field, double Share);
