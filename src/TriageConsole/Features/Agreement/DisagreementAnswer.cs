namespace TriageConsole.Features.Agreement;

public sealed record DisagreementAnswer(
    string TraceId,
    double Severity,
    int Labelers,
    IReadOnlyList<string> Criteria,
    DateTimeOffset ChangedAt
);
