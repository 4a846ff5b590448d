using TriageConsole.Core.Agreement;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data.Golden;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Features.Golden;

/// <summary>Golden items of one value of a dimension beside its share of the traffic.</summary>
public sealed record GoldenCoverage(string Dimension, string Value, double TrafficShare, int Items);
