namespace TriageConsole.Features.Golden;

/// <summary>A person who can own an item.</summary>
public sealed record GoldenOwner(long Id, string Name);
