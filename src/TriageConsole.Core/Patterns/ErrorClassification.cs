using System.Globalization;

namespace TriageConsole.Core.Patterns;

/// <summary>Class of one failure, and the reason for it.</summary>
/// <param name="Class">The class.</param>
/// <param name="Reason">One sentence with the numbers.</param>
public sealed record ErrorClassification(ErrorClass Class, string Reason)
{
    /// <summary>
    /// Applies the first rule that matches: a pattern on the same transient error kind is systematic; any other transient error is one-off;
    /// a task that fails in all its versions and outside patterns is conceptual; a pattern is systematic; everything else is one-off.
    /// </summary>
    public static ErrorClassification Of(ErrorFacts facts, ErrorClassSettings? settings = null)
    {
        var transient = TransientError.Is(facts.ErrorKind);
        if (transient && facts.Pattern is { } own && IsOnErrorKind(own, facts.ErrorKind!))
            return Systematic(own);
        if (transient)
            return new ErrorClassification(ErrorClass.OneOff, $"Transient error {facts.ErrorKind}: a retry can succeed.");
        if (facts.Task is { } task && Conceptual(task, settings ?? new ErrorClassSettings()) is { } conceptual)
            return conceptual;
        return facts.Pattern is { } pattern
            ? Systematic(pattern)
            : new ErrorClassification(
                ErrorClass.OneOff,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"In no pattern; {facts.Window.Failures} of {facts.Window.Interactions} interactions in its window need review."
                )
            );
    }

    private static bool IsOnErrorKind(PatternMembership pattern, string kind) =>
        pattern.Terms.Any(t => t.Attribute == "error kind" && string.Equals(t.Value, kind, StringComparison.OrdinalIgnoreCase));

    private static ErrorClassification Systematic(PatternMembership pattern)
    {
        var lift = double.IsFinite(pattern.Lift)
            ? $"{pattern.Lift.ToString("0.0", CultureInfo.InvariantCulture)} times the failure rate of the rest"
            : "no failures in the rest";
        var chance = pattern.P < 1e-4 ? "p < 0.0001" : $"p = {pattern.P.ToString("0.####", CultureInfo.InvariantCulture)}";
        return new ErrorClassification(ErrorClass.Systematic, $"Inside the pattern {pattern.Name}: {lift}, {chance}.");
    }

    private static ErrorClassification? Conceptual(TaskHistory task, ErrorClassSettings s)
    {
        var versions = task.Versions.Where(v => v.Interactions >= s.MinInteractions).ToList();
        if (versions.Count < s.MinVersions || task.Windows < s.MinWindows || task.OutsidePatterns.Interactions < s.MinInteractions)
            return null;
        var all = new FailureCount(versions.Sum(v => v.Failures), versions.Sum(v => v.Interactions));
        var lowest = versions.Min(v => v.Rate);
        // If one version passes, the task is feasible. If a pattern contains all failures, the pattern is the cause.
        if (all.Low < s.HighRate || lowest < s.HighRate || task.OutsidePatterns.Rate < s.HighRate)
            return null;
        return new ErrorClassification(
            ErrorClass.Conceptual,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The task fails everywhere: {all.Failures} of {all.Interactions} ({SignificantDigits.Percent(all.Rate)} %) over "
                    + $"{versions.Count} versions and {task.Windows} windows, {SignificantDigits.Percent(lowest)} % in the best version, "
                    + $"{SignificantDigits.Percent(task.OutsidePatterns.Rate)} % outside patterns."
            )
        );
    }
}
