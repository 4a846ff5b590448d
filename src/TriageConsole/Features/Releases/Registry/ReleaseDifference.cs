namespace TriageConsole.Features.Releases.Registry;

/// <summary>What the second release changes.</summary>
public sealed record ReleaseDifference(string Before, string After, IReadOnlyList<ComponentDifference> Components);
