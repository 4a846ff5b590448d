using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Components.Charts;
using TriageConsole.Features.Patterns;
using TriageConsole.Features.Workflows;
using TriageConsole.Shell.Theme;

namespace TriageConsole.Components.Tests.Patterns;

public sealed class WindowsPanelTests : ComponentTest
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public WindowsPanelTests() => Services.AddScoped<ThemeState>().AddScoped<ChartLibrary>();

    [Theory]
    [InlineData(1, 7, "too little traffic", "Too little traffic for a failure rate: 7 interactions")]
    [InlineData(10, 10, "too little traffic", "None of 10 windows")]
    [InlineData(25, 10, "no alerts", "10 windows of five minutes were checked")]
    public void Panel_SaysWhetherThereWasEnoughTraffic(int events, int windows, string chip, string text)
    {
        var panel = Open(WindowBinsTests.Windows(windows, events));
        Assert.Equal(chip, panel.Find(".chip").TextContent);
        Assert.Contains(text, panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Alert_IsListed()
    {
        var panel = Open([WindowBinsTests.Window(0, 40, "high")]);
        Assert.Equal("high", panel.Find("tbody .chip").TextContent);
        Assert.DoesNotContain("no alerts", panel.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<WindowsPanel> Open(IReadOnlyList<WindowRow> windows) =>
        Render<WindowsPanel>(p =>
            p.Add(w => w.Workflow, new WorkflowRef(1, 1, "acme", "support.chat", "support.chat", true, null))
                .Add(w => w.Windows, windows)
                .Add(w => w.Period, new WindowPeriod("24h", Start, Start.AddDays(1), IsPast: false))
                .Add(w => w.Rules, new PatternOptions())
        );
}
