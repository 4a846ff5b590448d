namespace TriageConsole.Features.Releases.Registry;

public sealed record ReleaseDifferenceAnswer(string Before, string After, IReadOnlyList<ComponentDifferenceAnswer> Components);
