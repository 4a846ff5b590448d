using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Core.Common;
using TriageConsole.Core.Outcomes;
using TriageConsole.Data.Rollups;
using TriageConsole.Security;

namespace TriageConsole.Features.Outcomes;

internal sealed record TrafficAnswer(
    DateTimeOffset Start,
    long Interactions,
    long Negatives,
    long Errors,
    long WithOutcome,
    double? LatencyMeanMs,
    double? OutputTokens,
    IReadOnlyDictionary<string, double> Cost
);
