using TriageConsole.Core.Agreement;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>All figures of agreement on one question.</summary>
public sealed record AgreementReport(
    AgreementQuestion Question,
    DateOnly? From,
    DateOnly? To,
    AgreementFigures Figures,
    IReadOnlyList<AgreementWeek> Weeks,
    IReadOnlyList<PairAgreement> Pairs,
    IReadOnlyList<LabelerAgreement> Labelers,
    IReadOnlyList<ConfusedValues> Confusions
)
{
    /// <summary>α at the question's own level.</summary>
    public AgreementFigure Alpha => Figures.Alpha[Question.Level];
}
