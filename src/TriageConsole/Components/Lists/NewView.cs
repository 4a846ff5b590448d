namespace TriageConsole.Components.Lists;

/// <summary>What a person enters to save a view.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TenantId">The tenant to share it with; null: nobody.</param>
public sealed record NewView(string Name, long? TenantId);
