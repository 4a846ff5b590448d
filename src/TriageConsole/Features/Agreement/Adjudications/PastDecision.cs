using TriageConsole.Data.Agreement;

namespace TriageConsole.Features.Agreement.Adjudications;

/// <summary>A decision made before.</summary>
public sealed record PastDecision(
    int Number,
    string By,
    DateTimeOffset At,
    DisagreementCause Cause,
    string Note,
    IReadOnlyDictionary<string, string> Answers
);
