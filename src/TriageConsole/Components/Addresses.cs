using System.Globalization;
using System.Text;

namespace TriageConsole.Components;

/// <summary>
/// Builds page URLs. Ids can contain any character. All code that puts an id into a URL uses this class; <see cref="RawPath"/> reads it
/// back.
/// </summary>
public static class Addresses
{
    /// <summary>
    /// Encodes an id as one path segment. The ids <c>.</c> and <c>..</c> cannot be addressed: browsers and servers resolve them as relative
    /// paths.
    /// </summary>
    public static string Segment(string id) => id is "." or ".." ? id + "%00" : Uri.EscapeDataString(id);

    /// <summary>Builds a query string with its question mark from the values that are set. Empty if no value is set.</summary>
    public static string Query(params ReadOnlySpan<(string Name, string? Value)> values)
    {
        var query = new StringBuilder();
        foreach (var (name, value) in values)
            if (!string.IsNullOrEmpty(value))
                query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return query.ToString();
    }

    /// <summary>The URL of a page of a workflow: <c>queues/support.chat?tenant=acme</c>.</summary>
    public static string Workflow(string page, string tenant, string workflow) => $"{page}/{Segment(workflow)}{Query(("tenant", tenant))}";

    /// <summary>The URL of a subpage of a workflow: <c>patterns/support.chat/7?tenant=acme</c>.</summary>
    public static string Workflow(string page, string tenant, string workflow, string rest) =>
        $"{page}/{Segment(workflow)}/{Segment(rest)}{Query(("tenant", tenant))}";

    /// <summary>The URL of the page of an interaction.</summary>
    public static string Interaction(string tenant, string trace) => $"interactions/{Segment(trace)}{Query(("tenant", tenant))}";

    /// <summary>The same, opened from a list: its filters and order as a query string, and the position in it from 1.</summary>
    public static string Interaction(string tenant, string trace, string list, int position) =>
        $"interactions/{Segment(trace)}"
        + Query(("tenant", tenant), ("list", list), ("at", position.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The URL of the page of a golden item. Also works for an interaction that is not a golden item yet.</summary>
    public static string Golden(string tenant, string workflow, string trace) => Workflow("golden", tenant, workflow, trace);
}
