using TriageConsole.Core.Agreement;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Agreement.Statistics;

namespace TriageConsole.Features.Agreement;

/// <summary>Agreement on one meaning of a question, with its counts.</summary>
/// <param name="Criterion">Its key.</param>
/// <param name="Label">Its text for labelers.</param>
/// <param name="Level">nominal, ordinal, interval or ratio: the level of <c>krippendorff_alpha</c> that fits the question.</param>
/// <param name="SinceVersion">The first rubric version with this meaning.</param>
/// <param name="Imported">It belongs to imported labels.</param>
/// <param name="Asked">The current rubric asks it with this meaning.</param>
/// <param name="Scope">interaction or turn: what one item is.</param>
/// <param name="Items">Interactions with a label; turns if the scope is turn.</param>
/// <param name="PairedItems">Those with two or more.</param>
/// <param name="Labels">Labels in all.</param>
/// <param name="RawAgreement">Share of pairs of labels that agree, 0..1.</param>
/// <param name="FleissKappa">Fleiss' κ.</param>
/// <param name="KrippendorffAlpha">At each level that the answers allow.</param>
/// <param name="GwetAc1">Gwet's AC1.</param>
/// <param name="Pairs">Cohen's κ of pairs of labelers; weighted quadratically for ordered answers.</param>
/// <param name="Labelers">Each labeler compared with the others.</param>
/// <param name="Weeks">By week of an interaction's latest label.</param>
/// <param name="Confusions">Pairs of different answers, the most frequent first.</param>
public sealed record CriterionAgreement(
    string Criterion,
    string Label,
    string Level,
    int SinceVersion,
    bool Imported,
    bool Asked,
    string Scope,
    long Items,
    long PairedItems,
    long Labels,
    FigureAnswer RawAgreement,
    FigureAnswer FleissKappa,
    AlphaAnswer KrippendorffAlpha,
    FigureAnswer GwetAc1,
    IReadOnlyList<PairAnswer> Pairs,
    IReadOnlyList<LabelerAnswer> Labelers,
    IReadOnlyList<WeekAnswer> Weeks,
    IReadOnlyList<ConfusionAnswer> Confusions
)
{
    internal static CriterionAgreement Of(AgreementReport r)
    {
        var (q, f) = (r.Question, r.Figures);
        FigureAnswer? Alpha(MeasurementLevel level) => f.Alpha.TryGetValue(level, out var figure) ? FigureAnswer.Of(figure) : null;
        return new CriterionAgreement(
            q.Key,
            q.Label,
            Word(q.Level),
            q.SinceNumber,
            q.IsImported,
            q.IsAsked,
            Word(q.Scope),
            f.Items,
            f.PairedItems,
            f.Labels,
            FigureAnswer.Of(f.Raw),
            FigureAnswer.Of(f.FleissKappa),
            new AlphaAnswer(
                Alpha(MeasurementLevel.Nominal)!,
                Alpha(MeasurementLevel.Ordinal),
                Alpha(MeasurementLevel.Interval),
                Alpha(MeasurementLevel.Ratio)
            ),
            FigureAnswer.Of(f.GwetAc1),
            [.. r.Pairs.Select(p => new PairAnswer(p.A.Key, p.B.Key, p.Items, FigureAnswer.Of(p.Raw), FigureAnswer.Of(p.Kappa)))],
            [.. r.Labelers.Select(l => new LabelerAnswer(l.Labeler.Key, Word(l.Labeler.Kind), l.Pairs, l.Agreed))],
            [.. r.Weeks.Select(w => new WeekAnswer(w.Week, w.PairedItems, FigureAnswer.Of(w.Alpha), FigureAnswer.Of(w.Raw)))],
            [.. r.Confusions.Select(c => new ConfusionAnswer(c.A, c.B, c.Pairs, c.Share))]
        );
    }

    internal static string Word(CriterionScope scope) => scope.ToString().ToLowerInvariant();

    internal static string Word(MeasurementLevel level) => level.ToString().ToLowerInvariant();

    internal static string Word(LabelerKind kind) => kind.ToString().ToLowerInvariant();
}
