using TriageConsole.Core.Common;
using TriageConsole.Core.Outcomes;
using TriageConsole.Core.Retrieval;
using TriageConsole.Features.Retrieval;

namespace TriageConsole.Components.Tests.Retrieval;

public sealed class RetrievalTableTests : ComponentTest
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly PositionBias NoBias = new([], 0, 0, "0 are known; an estimate needs 100.");

    [Fact]
    public async Task Documents_WithAProposedFilter_CanBeChosen_OthersCannot()
    {
        var toggled = new List<string>();
        DocumentFeedback[] rows =
        [
            Row("kb-1", DocumentVerdict.Hurts, true, new Interval(-0.17, -0.25, -0.09)),
            Row("kb-2", DocumentVerdict.TooFewData, false, default),
        ];
        var table = Render<RetrievalDocumentTable>(p =>
            p.Add(c => c.View, View(rows))
                .Add(c => c.Rows, rows)
                .Add(c => c.Chosen, new HashSet<string> { "kb-1" })
                .Add(c => c.Toggled, toggled.Add)
        );
        var box = table.Find("input[type=checkbox]");
        Assert.Equal("Leave out kb-1", box.GetAttribute("aria-label"));
        Assert.True(box.HasAttribute("checked"));
        await box.ChangeAsync(new() { Value = false });
        Assert.Equal(["kb-1"], toggled);
        Assert.Contains("−17", table.Markup, StringComparison.Ordinal);
        Assert.Contains("worse outcomes", table.Markup, StringComparison.Ordinal);
        Assert.Contains("insufficient data", table.Markup, StringComparison.Ordinal);
        Assert.Contains("kb-1", table.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void PositionBias_ShowsWeights_AndWhyThereAreNone()
    {
        var table = Render<PositionBiasTable>(p =>
            p.Add(c => c.Clicks, new PositionBias([1, 0.5, null], 900, 300)).Add(c => c.Citations, NoBias)
        );
        Assert.Contains("No weights from citations: 0 are known; an estimate needs 100.", table.Markup, StringComparison.Ordinal);
        var rows = table.FindAll("tbody tr");
        Assert.Equal(["2", "0.5", "2", "no data", "no data"], rows[1].QuerySelectorAll("td").Select(c => c.TextContent));
        Assert.Equal("no data", rows[2].QuerySelectorAll("td")[1].TextContent);
    }

    private static RetrievalView View(DocumentFeedback[] rows) =>
        new(
            new RetrievalTime(Noon.AddDays(-28), Noon),
            100,
            false,
            "resolved",
            null,
            false,
            true,
            0,
            new RetrievalAnalysis(rows, NoBias, NoBias, 100, 100, 0)
        );

    private static DocumentFeedback Row(string id, DocumentVerdict verdict, bool proposed, Interval difference) =>
        new(
            id,
            null,
            "kb-1",
            100,
            3,
            4,
            1.5,
            9,
            Noon.AddDays(-9),
            Noon,
            null,
            new DocumentEffect(OutcomeSums.Of([0, 1]), OutcomeSums.Of([1]), 2, 1, 0.61, 0.78, difference, 0.01),
            verdict,
            proposed
        );
}
