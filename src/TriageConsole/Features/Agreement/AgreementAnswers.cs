using TriageConsole.Core.Agreement;
using TriageConsole.Data.Labeling;

namespace TriageConsole.Features.Agreement;

/// <summary>A coefficient as the API gives it: value, 95 % interval, and why one of them is missing.</summary>
public sealed record FigureAnswer(double? Value, double? Low, double? High, string? Why)
{
    internal static FigureAnswer Of(AgreementFigure f) => new(f.Value, f.Low, f.High, f.Why);
}

public sealed record AlphaAnswer(FigureAnswer Nominal, FigureAnswer? Ordinal, FigureAnswer? Interval, FigureAnswer? Ratio);

public sealed record WeekAnswer(DateOnly Week, long PairedItems, FigureAnswer KrippendorffAlpha, FigureAnswer RawAgreement);

public sealed record PairAnswer(string A, string B, long Items, FigureAnswer RawAgreement, FigureAnswer CohenKappa);

/// <summary>Pairs: comparisons with another labeler's answer to the same interaction.</summary>
public sealed record LabelerAnswer(string LabelerId, string Kind, long Pairs, long Agreed);

public sealed record ConfusionAnswer(string A, string B, double Pairs, double Share);

/// <summary>Agreement on one question under one meaning, with the counts it rests on.</summary>
/// <param name="Criterion">Its key.</param>
/// <param name="Label">As labelers read it.</param>
/// <param name="Level">nominal, ordinal, interval or ratio: the level of <c>krippendorff_alpha</c> that fits the question.</param>
/// <param name="SinceVersion">The rubric version since which it means the same.</param>
/// <param name="Imported">It comes from labels made elsewhere.</param>
/// <param name="Asked">It is asked today, with this meaning.</param>
/// <param name="Items">Interactions with a label.</param>
/// <param name="PairedItems">Those with two or more.</param>
/// <param name="Labels">Labels in all.</param>
/// <param name="RawAgreement">Share of pairs that agree.</param>
/// <param name="FleissKappa">Fleiss' κ.</param>
/// <param name="KrippendorffAlpha">At each level the answers allow.</param>
/// <param name="GwetAc1">Gwet's AC1.</param>
/// <param name="Pairs">Cohen's κ of pairs of labelers; weighted quadratically for ordered answers.</param>
/// <param name="Labelers">Each labeler against the others.</param>
/// <param name="Weeks">By week of an interaction's latest label.</param>
/// <param name="Confusions">Answers most often given side by side.</param>
public sealed record CriterionAgreement(
    string Criterion,
    string Label,
    string Level,
    int SinceVersion,
    bool Imported,
    bool Asked,
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

    internal static string Word(MeasurementLevel level) => level.ToString().ToLowerInvariant();

    internal static string Word(LabelerKind kind) => kind.ToString().ToLowerInvariant();
}

/// <summary>Agreement on a workflow's questions. <paramref name="Behind"/>: labels of the last moments are still being counted.</summary>
public sealed record AgreementAnswer(
    string Workflow,
    DateOnly? From,
    DateOnly? To,
    bool Behind,
    IReadOnlyList<CriterionAgreement> Criteria
);

public sealed record JudgeComparisonAnswer(long Items, long Undecided, FigureAnswer CohenKappa, double? Accuracy, double? FalsePassRate);

/// <summary>One judge on one question; <paramref name="MayDecide"/>: it clears the workflow's bar.</summary>
public sealed record JudgeAnswer(
    string LabelerId,
    string Criterion,
    string? OutcomeMetric,
    JudgeComparisonAnswer? AgainstOutcome,
    JudgeComparisonAnswer? AgainstExperts,
    bool MayDecide
)
{
    internal static JudgeAnswer Of(JudgeReport r) =>
        new(r.Judge.Key, r.Question.Key, r.OutcomeMetric, Of(r.AgainstOutcome), Of(r.AgainstExperts), r.MayDecide);

    private static JudgeComparisonAnswer? Of(JudgeComparison? c) =>
        c is null ? null : new(c.Items, c.Undecided, FigureAnswer.Of(c.Kappa), c.Accuracy, c.FalsePassRate);
}

public sealed record JudgesAnswer(string Workflow, IReadOnlyList<JudgeAnswer> Judges);

public sealed record DisagreementAnswer(
    string TraceId,
    double Severity,
    int Labelers,
    IReadOnlyList<string> Criteria,
    DateTimeOffset ChangedAt
);

public sealed record DisagreementsAnswer(string Workflow, IReadOnlyList<DisagreementAnswer> Disagreements);
