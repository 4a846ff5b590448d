using System.Globalization;

namespace TriageConsole.Core.Patterns;

/// <summary>The kind of a failure.</summary>
public enum ErrorClass
{
    /// <summary>A transient error (time-out, rate limit, network) or a single failure: retry and observe.</summary>
    OneOff,

    /// <summary>Part of a significant pattern: fix the cause of the pattern, or fine-tune on it.</summary>
    Systematic,

    /// <summary>The task fails in all versions and outside patterns: redesign the task.</summary>
    Conceptual,
}

/// <summary>Number of failures among a number of interactions.</summary>
public readonly record struct FailureCount(long Failures, long Interactions)
{
    /// <summary>The failure rate, 0..1; 0 if there are no interactions.</summary>
    public double Rate => Interactions > 0 ? (double)Failures / Interactions : 0;

    /// <summary>Lower bound of the 95 % Wilson interval of the rate.</summary>
    public double Low => PatternStatistics.Wilson(Failures, Interactions).Low;
}

/// <summary>The significant pattern that contains an interaction.</summary>
/// <param name="Name">Display name.</param>
/// <param name="Terms">Its terms.</param>
/// <param name="P">Probability of at least this many failures by chance.</param>
/// <param name="Lift">Its failure rate divided by the failure rate of the other interactions.</param>
public sealed record PatternMembership(string Name, IReadOnlyList<NamedTerm> Terms, double P, double Lift);

/// <summary>The failure history of a task.</summary>
/// <param name="Versions">For each version, the failures among its interactions.</param>
/// <param name="OutsidePatterns">The failures among the interactions that are in no pattern.</param>
/// <param name="Windows">Number of windows in which the task occurred.</param>
public sealed record TaskHistory(IReadOnlyList<FailureCount> Versions, FailureCount OutsidePatterns, int Windows);

/// <summary>The facts about one interaction that needs review.</summary>
/// <param name="ErrorKind">The error that it ended in; null if there was none.</param>
/// <param name="Pattern">The significant pattern that contains it; null if there is none.</param>
/// <param name="Window">Interactions of its window that need review, among all of the window.</param>
/// <param name="Task">History of its task; null if there is none.</param>
public sealed record ErrorFacts(string? ErrorKind, PatternMembership? Pattern, FailureCount Window, TaskHistory? Task);

/// <summary>Thresholds for the class <see cref="ErrorClass.Conceptual"/>.</summary>
public sealed record ErrorClassSettings
{
    /// <summary>The failure rate that counts as high, 0..1. Default 0.5.</summary>
    public double HighRate { get; init; } = 0.5;

    /// <summary>Minimum number of versions, which must all fail. Default 3.</summary>
    public int LeastVersions { get; init; } = 3;

    /// <summary>Minimum number of windows in which the task occurred. Default 12, which is one hour.</summary>
    public int LeastWindows { get; init; } = 12;

    /// <summary>Minimum number of interactions of a version, and outside patterns, to be counted. Default 20.</summary>
    public int LeastInteractions { get; init; } = 20;
}

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
        var versions = task.Versions.Where(v => v.Interactions >= s.LeastInteractions).ToList();
        if (versions.Count < s.LeastVersions || task.Windows < s.LeastWindows || task.OutsidePatterns.Interactions < s.LeastInteractions)
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
                $"The task fails everywhere: {all.Failures} of {all.Interactions} ({100 * all.Rate:0} %) over {versions.Count} versions "
                    + $"and {task.Windows} windows, {100 * lowest:0} % in the best version, "
                    + $"{100 * task.OutsidePatterns.Rate:0} % outside patterns."
            )
        );
    }
}
