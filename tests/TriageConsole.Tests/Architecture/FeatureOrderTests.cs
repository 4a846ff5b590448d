namespace TriageConsole.Tests.Architecture;

/// <summary>A feature calls only features that come before it.</summary>
public sealed class FeatureOrderTests
{
    /// <summary>
    /// The features in the order of the data flow. Notices come first: all features send them, and they know nothing of what they report.
    /// </summary>
    private static readonly string[] Order =
    [
        "Notices",
        "Workflows",
        "Redaction",
        "Comments",
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
        "Evaluation",
        "Releases",
        "Retraining",
        "Retrieval",
        "Routing",
        "Outcomes",
        "OffPolicy",
        "Tables",
        "Reports",
        "DataHealth",
        "Audit",
        "Mcp",
        "Admin",
        "Search",
        "Home",
        "Demo",
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
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
