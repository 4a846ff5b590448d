using System.Text.Json;
using System.Text.RegularExpressions;

namespace TriageConsole.Core.Evaluation;

/// <summary>
/// A part of JSON Schema 2020-12, as much as checks of a model's output need. A schema that says more is refused, not half obeyed: a check
/// that leaves out what it does not know would let pass what it should not. Source: json-schema.org/draft/2020-12, sections 6 and 10.
/// </summary>
public static class JsonSchemaCheck
{
    /// <summary>What a schema may say, in a sentence.</summary>
    public const string Supported =
        "A part of JSON Schema: type, enum, const, required, properties, additionalProperties, items, minItems, maxItems, uniqueItems, minProperties, maxProperties, minLength, maxLength, pattern, minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf.";

    private const int MostDepth = 32;
    private const int MostProblems = 20;

    private static readonly string[] Types = ["object", "array", "string", "number", "integer", "boolean", "null"];

    private static readonly HashSet<string> Remarks = ["$schema", "$id", "$comment", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly"];

    /// <summary>What is wrong with the schema itself, each with its place; none for one that can be checked by.</summary>
    public static IReadOnlyList<string> Problems(JsonElement schema)
    {
        var problems = new List<string>();
        Look(schema, "", 0, problems);
        return problems;
    }

    /// <summary>What of the value the schema does not allow, each with its place such as <c>$.items[2].price</c>; at most twenty.</summary>
    /// <param name="schema">One without <see cref="Problems"/>.</param>
    /// <param name="value">The value.</param>
    public static IReadOnlyList<string> Check(JsonElement schema, JsonElement value)
    {
        var problems = new List<string>();
        Check(schema, value, "$", problems);
        return problems;
    }

    private static void Look(JsonElement schema, string place, int depth, List<string> problems)
    {
        void Say(string message) => problems.Add(place.Length == 0 ? message : $"{place} {message}");
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False) return;
        if (schema.ValueKind != JsonValueKind.Object)
        {
            Say("must be an object, true or false");
            return;
        }

        if (depth > MostDepth)
        {
            Say($"is nested deeper than {MostDepth}");
            return;
        }

        foreach (var word in schema.EnumerateObject())
            if (!Remarks.Contains(word.Name))
                LookAt(word, place, depth, problems, Say);
    }

    private static void LookAt(JsonProperty word, string place, int depth, List<string> problems, Action<string> say)
    {
        var value = word.Value;
        switch (word.Name)
        {
            case "type":
                var types = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToList() : [value];
                if (types.Count == 0 || types.Exists(t => t.ValueKind != JsonValueKind.String || !Types.Contains(t.GetString()))) say($"type is one or several of {string.Join(", ", Types)}");
                break;
            case "enum":
                if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0) say("enum is a list of values");
                break;
            case "const":
                break;
            case "required":
                if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(v => v.ValueKind != JsonValueKind.String)) say("required is a list of names");
                break;
            case "properties":
                if (value.ValueKind != JsonValueKind.Object) say("properties is an object");
                else foreach (var property in value.EnumerateObject()) Look(property.Value, $"{place}/properties/{Texts.Cut(property.Name, 60)}", depth + 1, problems);
                break;
            case "additionalProperties" or "items":
                Look(value, $"{place}/{word.Name}", depth + 1, problems);
                break;
            case "minItems" or "maxItems" or "minLength" or "maxLength" or "minProperties" or "maxProperties":
                if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var count) || count < 0) say($"{word.Name} is a whole number, zero or more");
                break;
            case "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" or "multipleOf":
                if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number) || !double.IsFinite(number) || (word.Name == "multipleOf" && number <= 0)) say($"{word.Name} is a number{(word.Name == "multipleOf" ? " above zero" : "")}");
                break;
            case "uniqueItems":
                if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) say("uniqueItems is true or false");
                break;
            case "pattern":
                if (value.ValueKind != JsonValueKind.String) say("pattern is a text");
                else if (SafeRegex.Problem(value.GetString()!) is { } wrong) say($"pattern {wrong}");
                break;
            default:
                say($"“{Texts.Cut(word.Name, 60)}” is not checked here, so the schema would promise more than it holds");
                break;
        }
    }

    private static void Check(JsonElement schema, JsonElement value, string place, List<string> problems)
    {
        void Say(string message)
        {
            if (problems.Count < MostProblems) problems.Add($"{place} {message}");
        }

        if (schema.ValueKind == JsonValueKind.True) return;
        if (schema.ValueKind == JsonValueKind.False)
        {
            Say("is not allowed");
            return;
        }

        if (Word(schema, "type") is { } type && !IsOf(type, value))
        {
            Say($"is {Kind(value)}, not {(type.ValueKind == JsonValueKind.String ? type.GetString() : string.Join(" or ", type.EnumerateArray().Select(t => t.GetString())))}");
            return;
        }

        if (Word(schema, "const") is { } only && !JsonElement.DeepEquals(only, value)) Say($"is not {Texts.Cut(only.GetRawText(), 60)}");
        if (Word(schema, "enum") is { } allowed && !allowed.EnumerateArray().Any(a => JsonElement.DeepEquals(a, value))) Say($"is none of {Texts.Cut(string.Join(", ", allowed.EnumerateArray().Select(a => a.GetRawText())), 120)}");
        switch (value.ValueKind)
        {
            case JsonValueKind.Object: CheckObject(schema, value, place, problems, Say); break;
            case JsonValueKind.Array: CheckArray(schema, value, place, problems, Say); break;
            case JsonValueKind.String: CheckText(schema, value.GetString()!, Say); break;
            case JsonValueKind.Number: CheckNumber(schema, value, Say); break;
            default: break;
        }
    }

    private static void CheckObject(JsonElement schema, JsonElement value, string place, List<string> problems, Action<string> say)
    {
        if (Word(schema, "required") is { } required)
            foreach (var name in required.EnumerateArray().Select(n => n.GetString()!))
                if (!value.TryGetProperty(name, out _)) say($"lacks {Texts.Cut(name, 60)}");
        InBounds(schema, "Properties", value.EnumerateObject().Count(), "properties", say);
        var known = Word(schema, "properties");
        var others = Word(schema, "additionalProperties");
        foreach (var property in value.EnumerateObject())
        {
            var at = $"{place}.{Texts.Cut(property.Name, 60)}";
            if (known is { } named && named.TryGetProperty(property.Name, out var own)) Check(own, property.Value, at, problems);
            else if (others is { } rest) Check(rest, property.Value, at, problems);
        }
    }

    private static void CheckArray(JsonElement schema, JsonElement value, string place, List<string> problems, Action<string> say)
    {
        InBounds(schema, "Items", value.GetArrayLength(), "items", say);
        if (Word(schema, "uniqueItems") is { ValueKind: JsonValueKind.True } && HasTwins(value)) say("has an item twice");
        if (Word(schema, "items") is not { } items) return;
        var at = 0;
        foreach (var item in value.EnumerateArray()) Check(items, item, $"{place}[{at++}]", problems);
    }

    private static bool HasTwins(JsonElement array)
    {
        // What is equal reads the same in one normal form; the few of one form are compared in full.
        foreach (var group in array.EnumerateArray().GroupBy(i => i.ValueKind is JsonValueKind.String ? i.GetString() : i.ValueKind is JsonValueKind.Number ? i.GetDouble().ToString("R", System.Globalization.CultureInfo.InvariantCulture) : $"{i.ValueKind}{(i.ValueKind == JsonValueKind.Array ? i.GetArrayLength() : i.ValueKind == JsonValueKind.Object ? i.EnumerateObject().Count() : 0)}"))
        {
            var some = group.Take(1000).ToList();
            for (var i = 0; i < some.Count; i++)
                for (var j = 0; j < i; j++)
                    if (JsonElement.DeepEquals(some[i], some[j])) return true;
        }

        return false;
    }

    private static void CheckText(JsonElement schema, string text, Action<string> say)
    {
        // Characters, not UTF-16 units.
        if (Word(schema, "minLength") is not null || Word(schema, "maxLength") is not null) InBounds(schema, "Length", text.EnumerateRunes().Count(), "characters", say);
        if (Word(schema, "pattern") is not { } pattern) return;
        try
        {
            if (!SafeRegex.Make(pattern.GetString()!, ignoreCase: false).IsMatch(text)) say($"does not match {Texts.Cut(pattern.GetString()!, 60)}");
        }
        catch (RegexMatchTimeoutException)
        {
            say("could not be matched in time");
        }
    }

    private static void CheckNumber(JsonElement schema, JsonElement value, Action<string> say)
    {
        var number = value.GetDouble();
        double? Bound(string name) => Word(schema, name)?.GetDouble();
        if (number < Bound("minimum")) say($"is below {Bound("minimum")}");
        if (number > Bound("maximum")) say($"is above {Bound("maximum")}");
        if (number <= Bound("exclusiveMinimum")) say($"is not above {Bound("exclusiveMinimum")}");
        if (number >= Bound("exclusiveMaximum")) say($"is not below {Bound("exclusiveMaximum")}");
        if (Bound("multipleOf") is { } of && Math.Abs((number / of) - Math.Round(number / of)) > 1e-9) say($"is no multiple of {of}");
    }

    private static void InBounds(JsonElement schema, string of, int count, string what, Action<string> say)
    {
        if (count < Word(schema, "min" + of)?.GetInt32()) say($"has fewer than {Word(schema, "min" + of)} {what}");
        if (count > Word(schema, "max" + of)?.GetInt32()) say($"has more than {Word(schema, "max" + of)} {what}");
    }

    private static bool IsOf(JsonElement type, JsonElement value) => type.ValueKind == JsonValueKind.String
        ? Is(type.GetString()!, value)
        : type.EnumerateArray().Any(t => Is(t.GetString()!, value));

    private static bool Is(string type, JsonElement value) => type switch
    {
        // 1.0 is an integer too (section 6.1.1).
        "integer" => value.ValueKind == JsonValueKind.Number && Math.Floor(value.GetDouble()) == value.GetDouble(),
        _ => type == Kind(value),
    };

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => value.ValueKind.ToString().ToLowerInvariant(),
    };

    private static JsonElement? Word(JsonElement schema, string name) => schema.TryGetProperty(name, out var value) ? value : null;
}
