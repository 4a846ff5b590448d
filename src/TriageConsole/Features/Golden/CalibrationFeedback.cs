using TriageConsole.Core.Rubrics;

namespace TriageConsole.Features.Golden;

/// <summary>The given and the expected answer to one question.</summary>
public sealed record CalibrationFeedback(Criterion Criterion, string? Given, string Expected, bool IsRight);
