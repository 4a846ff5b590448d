using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Core.Common;
using TriageConsole.Core.Outcomes;
using TriageConsole.Data.Rollups;
using TriageConsole.Security;

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
