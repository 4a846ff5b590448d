namespace TriageConsole.Core.Telemetry;

/// <summary>The variant that a feature flag had in a trace.</summary>
/// <param name="Key">Name of the flag.</param>
/// <param name="Variant">The variant that was served.</param>
/// <param name="Unit">The user or other unit that the flag was evaluated for.</param>
public sealed record FlagVariant(string Key, string Variant, string? Unit);
