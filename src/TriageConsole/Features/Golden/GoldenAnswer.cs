namespace TriageConsole.Features.Golden;

public sealed record GoldenAnswer(string Workflow, IReadOnlyList<GoldenItemAnswer> Items);
