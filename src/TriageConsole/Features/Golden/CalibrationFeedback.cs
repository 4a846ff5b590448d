using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Golden;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Agreement.Judges;
using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Golden;

/// <summary>What was expected on one question, and what was said.</summary>
public sealed record CalibrationFeedback(Criterion Criterion, string? Given, string Expected, bool IsRight);
