using TriageConsole.Core.Agreement;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data.Golden;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Features.Golden;

/// <summary>A version of its answers.</summary>
public sealed record GoldenVersionRow(int Number, string By, DateTimeOffset At, string Reason, bool FromAdjudication);
