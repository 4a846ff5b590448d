using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Components;
using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Core.Patterns;
using TriageConsole.Data;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Rollups;
using TriageConsole.Features.Notices;
using TriageConsole.Live;

namespace TriageConsole.Features.Patterns;

/// <summary>What the failures of a window concentrate on.</summary>
public sealed record WindowPattern(string Name, string Terms, long Failures, double Share);
