using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Features.DataHealth;
using TriageConsole.Features.Ingest.Bus;

namespace TriageConsole.Components.Tests.DataHealth;

public sealed class BusTableTests : ComponentTest
{
    [Fact]
    public void EachSource_HasItsState_AndItsProblem()
    {
        Services.AddSingleton(TimeProvider.System);
        var table = Render<BusTable>(p =>
            p.Add(
                t => t.Sources,
                [
                    new BusSourceStatus(BusKind.RabbitMq, "orders", true, null, 1200, 3, 0, 0, false, null, 1),
                    new BusSourceStatus(BusKind.Kafka, "<b>t</b>", false, null, 0, 0, 0, null, false, "Connection refused", 1),
                    new BusSourceStatus(BusKind.Kafka, "full", true, null, 0, 0, 5, 7, false, "The event log is full.", 1),
                    new BusSourceStatus(BusKind.RabbitMq, "fast", true, null, 0, 0, 5, 7, true, "Messages wait for the limit.", 1),
                ]
            )
        );
        var rows = table.FindAll("tbody tr");
        Assert.Equal(
            ["connected", "not connected", "messages waiting", "waiting for the rate limit"],
            rows.Select(r => r.QuerySelector(".chip")!.TextContent)
        );
        Assert.Contains("Connection refused", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("<b>t</b>", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Empty(table.FindAll("b"));
        Assert.EndsWith("–", rows[1].TextContent.Trim(), StringComparison.Ordinal);
    }
}
