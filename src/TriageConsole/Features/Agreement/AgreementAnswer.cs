namespace TriageConsole.Features.Agreement;

/// <summary>Agreement on a workflow's questions. <paramref name="Behind"/>: labels of the last moments are still being counted.</summary>
public sealed record AgreementAnswer(
    string Workflow,
    DateOnly? From,
    DateOnly? To,
    bool Behind,
    IReadOnlyList<CriterionAgreement> Criteria
);
