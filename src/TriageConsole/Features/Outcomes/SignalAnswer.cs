using TriageConsole.Core.Common;
using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.Outcomes;

internal sealed record SignalAnswer(
    string Signal,
    long Interactions,
    double? MeanWith,
    double? MeanWithout,
    Interval Difference,
    double? Correlation,
    SignalTrend? Trend,
    bool MetricMismatch
);
