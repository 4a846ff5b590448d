using TriageConsole.Features.Labeling;

namespace TriageConsole.Components.Tests.Labeling;

public sealed class EmptyQueueTests : ComponentTest
{
    /// <summary>The remaining items can also be assigned to another person.</summary>
    [Fact]
    public void RemainingLabels_CanBeOnItemsThatAreAssignedToOthers()
    {
        var page = Render<EmptyQueue>(p => p.Add(q => q.Left, new QueueLeft(2, 0, 0)));
        var text = string.Join(' ', page.Find("p").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("labeled or skipped, or on items that are assigned to others.", text, StringComparison.Ordinal);
    }
}
