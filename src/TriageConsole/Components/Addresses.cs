using System.Text;

namespace TriageConsole.Components;

/// <summary>Builds the addresses of pages. An id may hold any character; everything that puts one into an address does it here, and <see cref="RawPath"/> reads it back.</summary>
public static class Addresses
{
    /// <summary>An id as one segment of a path. The names <c>.</c> and <c>..</c> have no address: browsers and servers resolve them before anybody reads them.</summary>
    public static string Segment(string id) => id is "." or ".." ? id + "%00" : Uri.EscapeDataString(id);

    /// <summary>The named values that are set, as a query with its question mark; empty where none is.</summary>
    public static string Query(params ReadOnlySpan<(string Name, string? Value)> values)
    {
        var query = new StringBuilder();
        foreach (var (name, value) in values)
            if (!string.IsNullOrEmpty(value))
                query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return query.ToString();
    }

    /// <summary>A page of one workflow: <c>queues/support.chat?tenant=acme</c>.</summary>
    public static string Workflow(string page, string tenant, string workflow) => $"{page}/{Segment(workflow)}{Query(("tenant", tenant))}";

    /// <summary>A page below one of a workflow: <c>patterns/support.chat/7?tenant=acme</c>.</summary>
    public static string Workflow(string page, string tenant, string workflow, string rest) =>
        $"{page}/{Segment(workflow)}/{Segment(rest)}{Query(("tenant", tenant))}";

    /// <summary>The page of one interaction.</summary>
    public static string Interaction(string tenant, string trace) => $"interactions/{Segment(trace)}{Query(("tenant", tenant))}";

    /// <summary>The page of one golden item, or of the item that an interaction may become.</summary>
    public static string Golden(string tenant, string workflow, string trace) => Workflow("golden", tenant, workflow, trace);
}
