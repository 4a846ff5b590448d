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

/// <summary>A golden item in a labeler's calibration round.</summary>
public sealed record CalibrationItem(long GoldenItemId, int Number, long InteractionId, BlindContent Content);
