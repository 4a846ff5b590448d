namespace TriageConsole.Features.Patterns;

/// <summary>Windows of a workflow, the newest first.</summary>
public sealed record WindowsAnswer(string Workflow, IReadOnlyList<WindowRow> Windows, string? NextCursor);
