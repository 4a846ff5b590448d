namespace TriageConsole.Features.DataHealth;

/// <summary>How many of the latest interactions have a field, 0..1.</summary>
public sealed record FieldFill(string Field, double Share);
