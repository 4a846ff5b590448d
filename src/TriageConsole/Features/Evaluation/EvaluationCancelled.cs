using TriageConsole.Core.Events;
using TriageConsole.Data.Evaluation;
using TriageConsole.Security;

namespace TriageConsole.Features.Evaluation;

/// <summary>Whether the run was still under way.</summary>
public sealed record EvaluationCancelled(bool Cancelled);
