using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Core.Common;
using TriageConsole.Jobs;
using TriageConsole.Security;

namespace TriageConsole.Features.Budget;

/// <summary>Failure rates of a workflow.</summary>
public sealed record FailureRatesAnswer(
    string Workflow,
    string By,
    DateTimeOffset From,
    DateTimeOffset To,
    int OpenDraws,
    IReadOnlyList<FailureRateAnswer> Rates
);
