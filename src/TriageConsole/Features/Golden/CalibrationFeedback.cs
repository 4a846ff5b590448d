using TriageConsole.Core.Rubrics;

namespace TriageConsole.Features.Golden;

/// <summary>What was expected on one question, and what was said.</summary>
public sealed record CalibrationFeedback(Criterion Criterion, string? Given, string Expected, bool IsRight);
