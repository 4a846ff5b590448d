namespace TriageConsole.Features.Admin;

/// <summary>A tenant as an admin sees it.</summary>
/// <param name="Id">The id.</param>
/// <param name="Key">Its key in events.</param>
/// <param name="Name">Its name.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="Workflows">The number of its workflows.</param>
/// <param name="IsDemo">Whether it contains the demo, so that it can have simulated traffic.</param>
/// <param name="SimulatedSince">Since when simulated traffic is on; null if it is off.</param>
public sealed record TenantRow(
    long Id,
    string Key,
    string Name,
    DateTimeOffset CreatedAt,
    int Workflows,
    bool IsDemo,
    DateTimeOffset? SimulatedSince
);
