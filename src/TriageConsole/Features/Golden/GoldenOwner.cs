namespace TriageConsole.Features.Golden;

/// <summary>Whoever can own an item.</summary>
public sealed record GoldenOwner(long Id, string Name);
