using System.Text.Json;

namespace TriageConsole.Account.Provisioning;

/// <summary>An operation of a PATCH request (RFC 7644, section 3.5.2).</summary>
/// <param name="Verb">What to do.</param>
/// <param name="Path">The attribute; null if the value is an object of attributes.</param>
/// <param name="Value">The value; null if there is none.</param>
internal sealed record ScimOperation(ScimVerb Verb, ScimPath? Path, JsonElement? Value)
{
    private const int MaxOperations = 1000;

    public static IReadOnlyList<ScimOperation> Read(JsonElement body)
    {
        if (ScimJson.Find(body, "Operations") is not { ValueKind: JsonValueKind.Array } operations || operations.GetArrayLength() == 0)
            throw new ScimException(StatusCodes.Status400BadRequest, "invalidSyntax", "Operations must be a list with an entry.");
        if (operations.GetArrayLength() > MaxOperations)
            throw ScimException.Invalid($"A request can have up to {MaxOperations} operations.");
        return [.. operations.EnumerateArray().SelectMany(One)];
    }

    /// <summary>An operation without a path is one operation for each attribute of its value.</summary>
    private static IEnumerable<ScimOperation> One(JsonElement entry)
    {
        // Some identity providers begin the verb with a capital letter.
        var verb = (ScimJson.Text(ScimJson.Find(entry, "op"), "op") ?? "").ToLowerInvariant() switch
        {
            "add" => ScimVerb.Add,
            "replace" => ScimVerb.Replace,
            "remove" => ScimVerb.Remove,
            _ => throw new ScimException(StatusCodes.Status400BadRequest, "invalidSyntax", "op must be add, replace or remove."),
        };
        var (path, value) = (ScimJson.Text(ScimJson.Find(entry, "path"), "path"), ScimJson.Find(entry, "value"));
        if (!string.IsNullOrEmpty(path))
            return [new ScimOperation(verb, ScimPath.Of(path), value)];
        if (verb == ScimVerb.Remove)
            throw new ScimException(StatusCodes.Status400BadRequest, "noTarget", "An operation that removes needs a path.");
        if (value is not { ValueKind: JsonValueKind.Object } attributes)
            throw ScimException.Invalid("An operation without a path needs an object as its value.");
        return ScimJson
            .Attributes(attributes)
            .Where(a => !ScimAttributes.AreIgnored(a.Name))
            .Select(a => new ScimOperation(
                verb,
                ScimPath.Of(a.Name),
                a.Value.ValueKind == JsonValueKind.Null ? null : (JsonElement?)a.Value
            ));
    }
}
