using TriageConsole.Data.Agreement;

namespace TriageConsole.Features.Agreement.Adjudications;

/// <summary>An earlier decision.</summary>
public sealed record PastDecision(
    int Number,
    string By,
    DateTimeOffset At,
    DisagreementCause Cause,
    string Note,
    IReadOnlyDictionary<string, string> Answers
);
