using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.Reports;

/// <summary>A mean or a share of one week with its 95 % interval. Count: the values; Value: null if there are none.</summary>
public sealed record ReportFigure(long Count, double? Value, double? Low, double? High)
{
    internal static ReportFigure Of(MeanEstimate mean) => new(mean.Count, mean.Value, mean.Low, mean.High);
}
