using System.Globalization;
using TriageConsole.Core;
using TriageConsole.Core.Drift;
using TriageConsole.Core.Outcomes;
using TriageConsole.Core.Patterns;
using TriageConsole.Data.Patterns;

namespace TriageConsole.Features.DataHealth;

/// <summary>A day's interactions with one signal, by one metric.</summary>
internal sealed record SignalDay(DateTimeOffset Start, string Metric, string Signal, OutcomeSums Outcomes);
