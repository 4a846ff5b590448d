using TriageConsole.Core.Agreement;
using TriageConsole.Data.Labeling;

namespace TriageConsole.Features.Agreement;

/// <summary>A question one can ask agreement of.</summary>
/// <param name="Id">Of the kept counts.</param>
/// <param name="Key">The criterion; of one option of a many-of criterion <c>criterion=option</c>.</param>
/// <param name="Label">As labelers read it.</param>
/// <param name="Level">How its answers are compared.</param>
/// <param name="SinceVersionId">The rubric version since which it means the same.</param>
/// <param name="SinceNumber">That version's number.</param>
/// <param name="IsImported">It comes from labels made elsewhere, not from the workflow's own rubric.</param>
/// <param name="IsAsked">It is asked today, with this meaning.</param>
/// <param name="ValueLabels">Value → what it is called.</param>
public sealed record AgreementQuestion(
    long Id,
    string Key,
    string Label,
    MeasurementLevel Level,
    long SinceVersionId,
    int SinceNumber,
    bool IsImported,
    bool IsAsked,
    IReadOnlyDictionary<string, string> ValueLabels
)
{
    public string Named(string value) => ValueLabels.GetValueOrDefault(value, value);
}

/// <summary>The coefficients of one set of labels, each with its interval.</summary>
/// <param name="Items">Interactions with a label.</param>
/// <param name="PairedItems">Those with two or more: what the figures rest on.</param>
/// <param name="Labels">Labels in all.</param>
/// <param name="Raw">Share of pairs that agree.</param>
/// <param name="FleissKappa">Fleiss' κ.</param>
/// <param name="GwetAc1">Gwet's AC1.</param>
/// <param name="Alpha">Krippendorff's α at each level that the values allow.</param>
public sealed record AgreementFigures(
    long Items,
    long PairedItems,
    long Labels,
    AgreementFigure Raw,
    AgreementFigure FleissKappa,
    AgreementFigure GwetAc1,
    IReadOnlyDictionary<MeasurementLevel, AgreementFigure> Alpha
);

/// <summary>α of the interactions whose latest label is of that week (from its Monday, UTC).</summary>
public sealed record AgreementWeek(DateOnly Week, long PairedItems, AgreementFigure Alpha, AgreementFigure Raw);

/// <summary>Whoever labels, as agreement names them.</summary>
public sealed record LabelerName(long Id, string Key, string Name, LabelerKind Kind);

/// <summary>Two labelers on the interactions both labeled; κ is Cohen's, weighted quadratically where the answers have an order.</summary>
public sealed record PairAgreement(LabelerName A, LabelerName B, long Items, AgreementFigure Raw, AgreementFigure Kappa);

/// <summary>One labeler against all others on the same interactions: of its pairs with another's answer, how many are the same.</summary>
public sealed record LabelerAgreement(LabelerName Labeler, long Pairs, long Agreed);

/// <summary>Two answers given to the same interactions, and how often, of all pairs of labels.</summary>
public sealed record ConfusedValues(string A, string B, double Pairs, double Share);

/// <summary>All that is known of the agreement on one question.</summary>
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

/// <summary>The weeks of a question under one meaning.</summary>
public sealed record TrendSeries(int SinceNumber, IReadOnlyList<AgreementWeek> Weeks);
