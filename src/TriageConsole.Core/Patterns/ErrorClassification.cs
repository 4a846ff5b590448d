using System.Globalization;

namespace TriageConsole.Core.Patterns;

/// <summary>What kind of failure a questionable interaction is. Source: domain section 3.</summary>
public enum ErrorClass
{
    /// <summary>Time-out, rate limit, network, or on its own: retry, watch.</summary>
    OneOff,

    /// <summary>Inside a significant pattern: fix or retrain on the pattern.</summary>
    Systematic,

    /// <summary>The task fails across versions and outside patterns: redesign it.</summary>
    Conceptual,
}

/// <summary>Failures among interactions.</summary>
public readonly record struct FailureCount(long Failures, long Interactions)
{
    /// <summary>0..1; 0 where there are no interactions.</summary>
    public double Rate => Interactions > 0 ? (double)Failures / Interactions : 0;

    /// <summary>Lower end of its 95 % Wilson interval.</summary>
    public double Low => PatternStatistics.Wilson(Failures, Interactions).Low;
}

/// <summary>The significant pattern that an interaction is in.</summary>
/// <param name="Name">As people read it.</param>
/// <param name="Terms">Its terms.</param>
/// <param name="P">Probability of so many failures by chance.</param>
/// <param name="Lift">Its failure rate over that of the rest.</param>
public sealed record PatternMembership(string Name, IReadOnlyList<NamedTerm> Terms, double P, double Lift);

/// <summary>How a task did so far.</summary>
/// <param name="Versions">A version each: failures among its interactions.</param>
/// <param name="OutsidePatterns">The same over what no pattern holds.</param>
/// <param name="Windows">Windows in which the task occurred.</param>
public sealed record TaskHistory(IReadOnlyList<FailureCount> Versions, FailureCount OutsidePatterns, int Windows);

/// <summary>What is known about one questionable interaction.</summary>
/// <param name="ErrorKind">The error it ended in; null where it ended in none.</param>
/// <param name="Pattern">The significant pattern it is in; null where it is in none.</param>
/// <param name="Window">Questionable interactions among all of its window.</param>
/// <param name="Task">History of its task; null where it has none.</param>
public sealed record ErrorFacts(string? ErrorKind, PatternMembership? Pattern, FailureCount Window, TaskHistory? Task);

/// <summary>From when on a task counts as failing everywhere.</summary>
public sealed record ErrorClassSettings
{
    /// <summary>A failure rate from here on is high, 0..1. Default 0.5.</summary>
    public double HighRate { get; init; } = 0.5;

    /// <summary>Fewest versions that must all fail. Default 3.</summary>
    public int LeastVersions { get; init; } = 3;

    /// <summary>Fewest windows they must have been seen in. Default 12: an hour.</summary>
    public int LeastWindows { get; init; } = 12;

    /// <summary>A version, and what is outside patterns, counts from this many interactions on. Default 20.</summary>
    public int LeastInteractions { get; init; } = 20;
}

/// <summary>Class and reason of one failure.</summary>
/// <param name="Class">The class.</param>
/// <param name="Reason">Why, in a sentence with the numbers.</param>
public sealed record ErrorClassification(ErrorClass Class, string Reason)
{
    /// <summary>
    /// In this order: a pattern on this very error kind is systematic; another transient error is one-off; a task that fails in all its versions
    /// and outside patterns is conceptual; a pattern is systematic; what is left stands alone and is one-off.
    /// </summary>
    public static ErrorClassification Of(ErrorFacts facts, ErrorClassSettings? settings = null)
    {
        var transient = TransientError.Is(facts.ErrorKind);
        if (transient && facts.Pattern is { } own && IsOnErrorKind(own, facts.ErrorKind!))
            return Systematic(own);
        if (transient)
            return new ErrorClassification(ErrorClass.OneOff, $"Transient error {facts.ErrorKind}: trying again may work.");
        if (facts.Task is { } task && Conceptual(task, settings ?? new ErrorClassSettings()) is { } conceptual)
            return conceptual;
        return facts.Pattern is { } pattern
            ? Systematic(pattern)
            : new ErrorClassification(
                ErrorClass.OneOff,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"In no pattern; {facts.Window.Failures} of {facts.Window.Interactions} in its window are questionable."
                )
            );
    }

    private static bool IsOnErrorKind(PatternMembership pattern, string kind) =>
        pattern.Terms.Any(t => t.Attribute == "error kind" && string.Equals(t.Value, kind, StringComparison.OrdinalIgnoreCase));

    private static ErrorClassification Systematic(PatternMembership pattern) =>
        new(
            ErrorClass.Systematic,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Inside the pattern {pattern.Name}: {(double.IsFinite(pattern.Lift) ? $"{pattern.Lift.ToString("0.0", CultureInfo.InvariantCulture)} times the failure rate of the rest" : "nothing fails in the rest")}, {(pattern.P < 1e-4 ? "p < 0.0001" : $"p = {pattern.P.ToString("0.####", CultureInfo.InvariantCulture)}")}."
            )
        );

    private static ErrorClassification? Conceptual(TaskHistory task, ErrorClassSettings s)
    {
        var versions = task.Versions.Where(v => v.Interactions >= s.LeastInteractions).ToList();
        if (versions.Count < s.LeastVersions || task.Windows < s.LeastWindows || task.OutsidePatterns.Interactions < s.LeastInteractions)
            return null;
        var all = new FailureCount(versions.Sum(v => v.Failures), versions.Sum(v => v.Interactions));
        var lowest = versions.Min(v => v.Rate);
        // One version that copes shows that the task can be done; a pattern that holds all failures shows where they come from.
        if (all.Low < s.HighRate || lowest < s.HighRate || task.OutsidePatterns.Rate < s.HighRate)
            return null;
        return new ErrorClassification(
            ErrorClass.Conceptual,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The task fails everywhere: {all.Failures} of {all.Interactions} ({100 * all.Rate:0} %) over {versions.Count} versions and {task.Windows} windows, {100 * lowest:0} % in the best version, {100 * task.OutsidePatterns.Rate:0} % outside patterns."
            )
        );
    }
}
