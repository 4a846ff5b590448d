using TriageConsole.Core.Common;
using TriageConsole.Features.Datasets;

namespace TriageConsole.Components.Tests.Datasets;

/// <summary>What is said about the selection of a policy before it is built.</summary>
public sealed class SelectionSummaryTests : ComponentTest
{
    [Theory]
    [InlineData(9, 4, "mud-alert-text-info")]
    [InlineData(9, 0, "mud-alert-text-warning")]
    [InlineData(9, 9, "mud-alert-text-warning")]
    public void NothingAndEverything_AreWarnings(int labeled, int left, string look)
    {
        BuildStep[] steps = [new("labeled interactions in the period", 0, labeled), new("countries", labeled - left, left)];
        var summary = Open(Result.Done("told", new SelectionPreview(labeled, left, steps)));
        Assert.Equal("told", summary.Find($".{look}").TextContent.Trim());
        Assert.Equal(["countries", $"{labeled - left}", $"{left}"], summary.FindAll("tbody tr:last-child td").Select(c => c.TextContent));
    }

    [Fact]
    public void NothingLabeled_HasNoTableOfFilters()
    {
        BuildStep[] steps = [new("labeled interactions in the period", 0, 0)];
        Assert.Empty(Open(Result.Done("none", new SelectionPreview(0, 0, steps))).FindAll("table"));
    }

    [Fact]
    public void Refusal_IsShown_AndAWrongPolicyIsNotCounted()
    {
        Assert.Contains("too many", Open(Error.Conflict("too many")).Find(".mud-alert-text-error").TextContent, StringComparison.Ordinal);
        Assert.Contains("Counting", Open(null).Markup, StringComparison.Ordinal);
        var wrong = Render<SelectionSummary>(p => p.Add(s => s.CanCount, false));
        Assert.Contains("Correct the policy", wrong.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<SelectionSummary> Open(Result<SelectionPreview>? preview) =>
        Render<SelectionSummary>(p => p.Add(s => s.CanCount, true).Add(s => s.Preview, preview));
}
