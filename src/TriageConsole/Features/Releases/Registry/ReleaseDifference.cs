namespace TriageConsole.Features.Releases.Registry;

/// <summary>The changes of the second release compared with the first.</summary>
public sealed record ReleaseDifference(string Before, string After, IReadOnlyList<ComponentDifference> Components);
