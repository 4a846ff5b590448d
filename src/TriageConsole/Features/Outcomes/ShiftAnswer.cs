using TriageConsole.Core.Outcomes;

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
