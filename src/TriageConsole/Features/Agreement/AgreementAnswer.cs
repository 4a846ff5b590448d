namespace TriageConsole.Features.Agreement;

/// <summary>Agreement on a workflow's questions. <paramref name="Behind"/>: the newest labels are not counted yet.</summary>
public sealed record AgreementAnswer(
    string Workflow,
    DateOnly? From,
    DateOnly? To,
    bool Behind,
    IReadOnlyList<CriterionAgreement> Criteria
);
