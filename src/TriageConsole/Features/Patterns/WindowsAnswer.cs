namespace TriageConsole.Features.Patterns;

/// <summary>Windows of a workflow, newest first.</summary>
public sealed record WindowsAnswer(string Workflow, IReadOnlyList<WindowRow> Windows, string? NextCursor);
