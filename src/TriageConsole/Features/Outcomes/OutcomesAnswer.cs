using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Features.Ingest;
using TriageConsole.Jobs;
using TriageConsole.Security;

namespace TriageConsole.Features.Outcomes;

/// <summary>Outcomes grouped by one dimension.</summary>
public sealed record OutcomesAnswer(string By, IReadOnlyList<OutcomeGroup> Groups);
