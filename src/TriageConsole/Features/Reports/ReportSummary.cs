using TriageConsole.Components;
using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.Reports;

/// <summary>The answer of a report in sentences, made from its figures. Pure functions.</summary>
internal static class ReportSummary
{
    private const int Named = 2;

    public static IReadOnlyList<string> Of(LoopReport report) =>
        [.. new[] { Outcome(report), Where(report), Others(report), Patterns(report), Releases(report) }.Where(s => s.Length > 0)];

    private static string Outcome(LoopReport report)
    {
        if (report.Measures.FirstOrDefault(m => m.Kind == ReportMeasureKind.Outcome) is not { } m)
            return "No outcomes were measured in this week and the week before, so no improvement can be shown.";
        var axis = ReportText.Axis(m);
        var figures =
            $"{ReportText.Figure(m.Now, axis)} after {ReportText.Figure(m.Before, axis)} the week before, "
            + $"{ReportText.Difference(m.Difference, axis)}";
        return m.Verdict switch
        {
            ShiftVerdict.Better => $"“{m.Name}” got better: {figures}.",
            ShiftVerdict.Worse => $"“{m.Name}” got worse: {figures}.",
            ShiftVerdict.NoClearChange => $"The comparison of “{m.Name}” is not decisive: {figures}.",
            _ => $"Insufficient data to compare “{m.Name}”: {Figures.Plural(m.Now.Count, "measured outcome", "measured outcomes")} after "
                + $"{Figures.Count(m.Before.Count)} the week before; at least {OutcomeShift.MinMeasured} in each week are needed.",
        };
    }

    /// <summary>Where a shown change is. A single version is the whole change and explains nothing.</summary>
    private static string Where(LoopReport report)
    {
        if (report.Measures is not [{ Kind: ReportMeasureKind.Outcome, Verdict: ShiftVerdict.Better or ShiftVerdict.Worse } m, ..])
            return "";
        if (report.Versions is not [var largest, _, ..])
            return "";
        var axis = ReportText.Axis(m);
        // In the direction of the metric, like the difference above.
        var part = axis.FormatDifference(largest.Part * (m.LowerIsBetter ? -1 : 1));
        return $"The largest part of the change, {part}, is in the version {largest.Version}"
            + $"{(largest.IsNew ? ", which is new" : "")}.";
    }

    /// <summary>Other measures with a shown change.</summary>
    private static string Others(LoopReport report)
    {
        var first = report.Measures.FirstOrDefault(m => m.Kind == ReportMeasureKind.Outcome);
        return string.Join(
            ' ',
            report
                .Measures.Where(m => m != first && m.Verdict is (ShiftVerdict.Better or ShiftVerdict.Worse))
                .Select(m =>
                    $"“{m.Name}” got {ReportText.Verdict(m.Verdict).Words}: {ReportText.Difference(m.Difference, ReportText.Axis(m))}."
                )
        );
    }

    private static string Patterns(LoopReport report)
    {
        var parts = new[] { ReportPatternKind.Fixed, ReportPatternKind.Regressed, ReportPatternKind.New }
            .Select(k => (Kind: k, Patterns: report.Patterns.Where(p => p.Kind == k).ToList()))
            .Where(p => p.Patterns.Count > 0)
            .Select(p =>
                $"{Figures.Plural(p.Patterns.Count, "pattern", "patterns")} {Verb(p.Kind, p.Patterns.Count)}: "
                + string.Join("; ", p.Patterns.Take(Named).Select(Rates))
                + (p.Patterns.Count > Named ? "; …" : "")
                + "."
            )
            .ToList();
        return parts.Count == 0 ? "No failure pattern was fixed, regressed or appeared." : string.Join(' ', parts);
    }

    private static string Rates(ReportPattern p) =>
        (p.Before.Rate.Value, p.Now.Rate.Value) switch
        {
            ({ } before, { } now) => $"{p.Name} ({Figures.Rate(before)} → {Figures.Rate(now)} fail)",
            (null, { } now) => $"{p.Name} ({Figures.Rate(now)} fail)",
            _ => p.Name,
        };

    private static string Verb(ReportPatternKind kind, int count) =>
        kind switch
        {
            ReportPatternKind.Fixed => count == 1 ? "was fixed" : "were fixed",
            ReportPatternKind.Regressed => "regressed",
            _ => count == 1 ? "is new" : "are new",
        };

    private static string Releases(LoopReport report)
    {
        var texts = report
            .Changes.Where(c => c.Kind is ReportChangeKind.Promotion or ReportChangeKind.Rollback)
            .Select(c => $"{ReportText.Day(c.At)}: {c.Text}")
            .ToList();
        return texts.Count == 0
            ? "No release went live and none was rolled back."
            : string.Join(' ', texts.TakeLast(Named + 1)) + (texts.Count > Named + 1 ? " Earlier changes are below." : "");
    }
}
