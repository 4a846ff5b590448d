namespace TriageConsole.Features.Admin;

/// <summary>What an admin enters to create a key.</summary>
/// <param name="Tenant">The key of the tenant.</param>
/// <param name="Name">The name of the application.</param>
/// <param name="Scopes">What the key may do; ignored for a browser key.</param>
/// <param name="Days">The days until it expires; null: never.</param>
/// <param name="DefaultWorkflow">The workflow of telemetry that names none.</param>
/// <param name="Origins">The origins of a browser key; empty for a secret key.</param>
public sealed record NewKey(
    string Tenant,
    string Name,
    IReadOnlyList<string> Scopes,
    int? Days,
    string? DefaultWorkflow,
    IReadOnlyList<string> Origins
);
