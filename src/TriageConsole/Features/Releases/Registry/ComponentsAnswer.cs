namespace TriageConsole.Features.Releases.Registry;

public sealed record ComponentsAnswer(string Workflow, IReadOnlyList<ComponentAnswer> Components);
