using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Data.Patterns;
using TriageConsole.Features.Interactions;
using TriageConsole.Jobs;
using TriageConsole.Security;

namespace TriageConsole.Features.Patterns;

/// <summary>Windows of a workflow, the newest first.</summary>
public sealed record WindowsAnswer(string Workflow, IReadOnlyList<WindowRow> Windows, string? NextCursor);
