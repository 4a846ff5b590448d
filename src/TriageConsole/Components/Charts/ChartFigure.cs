using Plotly.Blazor;

namespace TriageConsole.Components.Charts;

/// <summary>A drawing for Plotly.Blazor.</summary>
/// <param name="Data">The traces. A band is a trace of its own, before the trace of its series.</param>
/// <param name="Layout">Axes, marks, margins and colors.</param>
/// <param name="Links">The address that a click on a point opens, by trace and point. A click only names these two indexes.</param>
internal sealed record ChartFigure(IList<ITrace> Data, Layout Layout, IReadOnlyList<IReadOnlyList<string?>> Links)
{
    public bool HasLinks => Links.Any(trace => trace.Any(link => link is not null));

    /// <summary>The link of a point. Null if there is none, or if the click belongs to an earlier drawing.</summary>
    public string? Link(int trace, int point) =>
        trace >= 0 && trace < Links.Count && point >= 0 && point < Links[trace].Count ? Links[trace][point] : null;
}
