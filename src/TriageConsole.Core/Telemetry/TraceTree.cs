using System.Text.Json.Nodes;

namespace TriageConsole.Core.Telemetry;

/// <summary>
/// The spans of a trace in order. A span whose parent is unknown is a root. If parents form a cycle, the earliest span of the cycle is a
/// root. The result depends only on the set of parts, not on the order of their arrival.
/// </summary>
internal static class TraceTree
{
    /// <summary>The spans by start. The trace's own part has no node.</summary>
    public static List<TraceNode> Build(IEnumerable<TracePart> parts)
    {
        var nodes = parts
            .Where(p => p.SpanId.Length > 0)
            .GroupBy(p => p.SpanId, StringComparer.Ordinal)
            .Select(g => new TraceNode(Merge(g)))
            .OrderBy(n => n.Part.Start ?? n.Part.At ?? DateTimeOffset.MaxValue)
            .ThenBy(n => n.Part.SpanId, StringComparer.Ordinal)
            .ToList();
        var byId = nodes.ToDictionary(n => n.Part.SpanId, StringComparer.Ordinal);
        foreach (var node in nodes)
            node.Parent = node.Part.ParentId is { } id && byId.TryGetValue(id, out var parent) && parent != node ? parent : null;
        Settle(nodes);
        return nodes;
    }

    /// <summary>All parts of one span as one. The later value counts; messages of log records follow each other.</summary>
    public static TracePart Merge(IEnumerable<TracePart> parts)
    {
        var ordered = parts
            .OrderBy(p => p.At ?? DateTimeOffset.MinValue)
            .ThenBy(p => p.Start is null)
            .ThenBy(p => p.Order)
            .ThenBy(Rank)
            .ThenBy(p => p.ToJson(), StringComparer.Ordinal)
            .ToList();
        if (ordered.Count == 1)
            return ordered[0];
        var result = new TracePart { SpanId = ordered[0].SpanId };
        foreach (var part in ordered)
            Apply(result, part);
        result.InputMessages = Messages(ordered, p => p.InputMessages);
        result.OutputMessages = Messages(ordered, p => p.OutputMessages);
        return result;
    }

    /// <summary>The order of messages that were sent alone at the same time.</summary>
    private static int Rank(TracePart part) =>
        part.InputMessages is [var message]
            ? JsonValues.TextOf(message, "role") switch
            {
                "system" => 0,
                "user" => 1,
                "assistant" => 2,
                _ => 3,
            }
            : 4;

    /// <summary>The messages of the span if it has them, otherwise those of its log records.</summary>
    private static JsonArray? Messages(List<TracePart> ordered, Func<TracePart, JsonArray?> of)
    {
        if (ordered.FindLast(p => p.Start is not null && of(p) is not null) is { } span)
            return of(span);
        var all = ordered.SelectMany(p => of(p) ?? []).ToList();
        return all.Count == 0 ? null : new JsonArray([.. all.Select(m => m?.DeepClone())]);
    }

    private static void Apply(TracePart result, TracePart part)
    {
        result.ParentId = part.ParentId ?? result.ParentId;
        result.Name = part.Name ?? result.Name;
        result.Kind = part.Kind == StepKinds.Context ? result.Kind : part.Kind;
        result.Start = part.Start ?? result.Start;
        result.End = part.End ?? result.End;
        result.At ??= part.At;
        result.Error = part.Error ?? result.Error;
        result.Input = part.Input ?? result.Input;
        result.Output = part.Output ?? result.Output;
        result.IsFunction |= part.IsFunction;
        result.Tool = part.Tool ?? result.Tool;
        result.Model = part.Model ?? result.Model;
        result.ServedModel = part.ServedModel ?? result.ServedModel;
        result.InputTokens = part.InputTokens ?? result.InputTokens;
        result.OutputTokens = part.OutputTokens ?? result.OutputTokens;
        result.Cost = part.Cost ?? result.Cost;
        result.Documents = part.Documents ?? result.Documents;
        result.Parameters = part.Parameters ?? result.Parameters;
        if (part.Flags is not null)
            (result.Flags ??= []).AddRange(part.Flags);
        foreach (var (name, value) in part.Facts ?? [])
            (result.Facts ??= new(StringComparer.Ordinal))[name] = value;
        foreach (var (name, value) in part.Metadata ?? [])
            (result.Metadata ??= [])[name] = value?.DeepClone();
    }

    /// <summary>Cuts cycles and derives what depends on parents, without recursion: a chain can have 10,000 spans.</summary>
    private static void Settle(List<TraceNode> nodes)
    {
        var order = nodes.Index().ToDictionary(n => n.Item, n => n.Index);
        var settled = new HashSet<TraceNode>();
        foreach (var start in nodes)
        {
            var path = new List<TraceNode>();
            var onPath = new HashSet<TraceNode>();
            var node = start;
            while (node is not null && !settled.Contains(node) && onPath.Add(node))
            {
                path.Add(node);
                node = node.Parent;
            }

            if (node is not null && !settled.Contains(node))
            {
                // The path came back to one of its own spans.
                var first = path.Skip(path.IndexOf(node)).MinBy(n => order[n])!;
                first.Parent = null;
                path = From(start, first);
            }

            for (var n = path.Count - 1; n >= 0; n--)
            {
                path[n].Derive();
                settled.Add(path[n]);
            }
        }
    }

    /// <summary>
    /// The path from a span up to a root. The rest of a cut cycle hangs below its root and is settled by its own spans later.
    /// </summary>
    private static List<TraceNode> From(TraceNode start, TraceNode root)
    {
        var path = new List<TraceNode> { start };
        while (path[^1] != root)
            path.Add(path[^1].Parent!);
        return path;
    }
}
