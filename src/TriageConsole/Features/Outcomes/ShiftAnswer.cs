using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Core.Common;
using TriageConsole.Core.Outcomes;
using TriageConsole.Data.Rollups;
using TriageConsole.Security;

namespace TriageConsole.Features.Outcomes;

internal sealed record ShiftAnswer(
    ShiftVerdict Verdict,
    double? Gain,
    double? Low,
    double? High,
    DateTimeOffset BeforeFrom,
    DateTimeOffset NowFrom,
    DateTimeOffset To,
    string Explanation
);
