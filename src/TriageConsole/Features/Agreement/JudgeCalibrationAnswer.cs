using System.Diagnostics.CodeAnalysis;
using TriageConsole.Features.Agreement.Judges;

namespace TriageConsole.Features.Agreement;

/// <summary>
/// Whether a configured judge is calibrated in its current version of model, prompt and rubric; <paramref name="Problem"/>: if not, why.
/// </summary>
public sealed record JudgeCalibrationAnswer(bool IsCurrent, string? Problem, string? Model, int Rubric, DateTimeOffset? CalibratedAt)
{
    [return: NotNullIfNotNull(nameof(binding))]
    internal static JudgeCalibrationAnswer? Of(JudgeBinding? binding) =>
        binding is null ? null : new(binding.Problem is null, binding.Problem, binding.Model, binding.RubricNumber, binding.CalibratedAt);
}
