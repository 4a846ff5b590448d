using TriageConsole.Core.Events;
using TriageConsole.Data.Evaluation;
using TriageConsole.Security;

namespace TriageConsole.Features.Evaluation;

/// <summary>Where the run is found.</summary>
public sealed record EvaluationStarted(long Id, string Message, IReadOnlyList<string> Problems);
