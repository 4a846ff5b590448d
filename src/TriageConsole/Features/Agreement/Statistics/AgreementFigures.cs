using TriageConsole.Core.Agreement;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>The coefficients of one set of labels, each with its interval.</summary>
/// <param name="Items">Interactions with a label.</param>
/// <param name="PairedItems">Interactions with at least two labels: the base of the figures.</param>
/// <param name="Labels">Labels in all.</param>
/// <param name="Raw">Share of pairs of labels that agree, 0..1.</param>
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
