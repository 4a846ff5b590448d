namespace TriageConsole.Tests.Architecture;

/// <summary>A feature calls only features that come before it.</summary>
public sealed class FeatureOrderTests
{
    /// <summary>The features in the order of the data flow.</summary>
    private static readonly string[] Order =
    [
        "Workflows",
        "Ingest",
        "Scoring",
        "Rollups",
        "Interactions",
        "Patterns",
        "Triage",
        "Rubrics",
        "Labels",
        "Labeling",
        "Agreement",
        "Golden",
        "Budget",
        "Datasets",
        "Retraining",
        "Evaluation",
        "Releases",
        "Routing",
        "Outcomes",
        "Reports",
        "DataHealth",
        "Audit",
        "Notices",
        "Admin",
        "Home",
        "Demo",
    ];

    /// <summary>
    /// Dependencies that must still be inverted (each sends notices): the type, and the later feature it depends on. The list must only get
    /// shorter.
    /// </summary>
    private static readonly string[] Exceptions =
    [
        "DataHealth/FindingsService → Notices",
        "Golden/GoldenReminders → Notices",
        "Patterns/PatternSearch → Notices",
        "Patterns/WindowCloser → Notices",
        "Releases/ReleaseNotices → Notices",
    ];

    [Fact]
    public void Features_DependOn_EarlierOnesOnly()
    {
        var between =
            from d in OurTypes.Dependencies()
            where OurTypes.IsFeature(d.From) && OurTypes.IsFeature(d.To)
            let source = OurTypes.PartOf(d.From.Namespace.FullName)
            let target = OurTypes.PartOf(d.To.Namespace.FullName)
            where source != target
            select (From: source, To: target, d.From.Name);
        var all = between.Distinct().ToList();
        Assert.Contains(all, d => d is { From: "Releases", To: "Evaluation" });
        Assert.Empty(all.SelectMany(d => new[] { d.From, d.To }).Distinct().Except(Order));
        var wrong = all.Where(d => Array.IndexOf(Order, d.To) > Array.IndexOf(Order, d.From))
            .Select(d => $"{d.From}/{d.Name} → {d.To}")
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        Assert.True(!wrong.Except(Exceptions).Any(), "New: " + string.Join('\n', wrong.Except(Exceptions)));
        Assert.True(!Exceptions.Except(wrong).Any(), "Remove these exceptions: " + string.Join('\n', Exceptions.Except(wrong)));
    }
}
