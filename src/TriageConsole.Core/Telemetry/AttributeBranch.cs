using System.Globalization;
using System.Text.Json.Nodes;

namespace TriageConsole.Core.Telemetry;

/// <summary>A part of the tree that dotted names of attributes describe.</summary>
internal sealed class AttributeBranch
{
    /// <summary>Deeper names stay dotted.</summary>
    private const int MaxDepth = 12;

    private readonly OrderedDictionary<string, AttributeBranch> children = new(StringComparer.Ordinal);
    private JsonNode? value;

    public void Add(ReadOnlySpan<char> name, JsonNode? leaf, int depth = 0)
    {
        var dot = depth < MaxDepth ? name.IndexOf('.') : -1;
        var step = (dot < 0 ? name : name[..dot]).ToString();
        if (!children.TryGetValue(step, out var child))
            children[step] = child = new AttributeBranch();
        if (dot < 0)
            child.value = leaf;
        else
            child.Add(name[(dot + 1)..], leaf, depth + 1);
    }

    /// <summary>An array if all names are numbers, otherwise an object. A value of a name with children is left out.</summary>
    public JsonNode? ToJson()
    {
        if (children.Count == 0)
            return value?.DeepClone();
        if (children.Keys.All(k => k.Length <= 9 && k.All(char.IsAsciiDigit)))
            return new JsonArray([.. children.OrderBy(c => int.Parse(c.Key, CultureInfo.InvariantCulture)).Select(c => c.Value.ToJson())]);
        var result = new JsonObject();
        foreach (var (name, child) in children)
            result[name] = child.ToJson();
        return result;
    }
}
