using TriageConsole.Features.Agreement.Judges;

namespace TriageConsole.Features.Evaluation.Judges;

/// <summary>The judges of a workflow.</summary>
/// <param name="Bar">The minimum κ of the workflow.</param>
/// <param name="Bindings">The configured judges by labeler id.</param>
/// <param name="Reports">All judges on all questions that they answered.</param>
public sealed record JudgeOverview(double Bar, IReadOnlyDictionary<string, JudgeBinding> Bindings, IReadOnlyList<JudgeReport> Reports)
{
    internal static JudgeOverview None { get; } = new(0, new Dictionary<string, JudgeBinding>(), []);
}
