using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Json.Schema;

namespace TriageConsole.Core.Evaluation;

/// <summary>
/// JSON Schema 2020-12 by JsonSchema.Net, with exact numbers and expressions of ECMA-262 (<see cref="SchemaWords"/>). A schema with
/// unsupported keywords is refused. If they were ignored, the check would accept values that the schema forbids.
/// </summary>
public sealed class JsonSchemaCheck
{
    /// <summary>The supported features in one sentence.</summary>
    public const string Supported =
        "JSON Schema 2020-12 without $dynamicRef, $vocabulary and content…. References must point inside the schema. Supported formats: "
        + "date, time, date-time, duration, email, uuid, uri, ipv4, ipv6, hostname.";

    private const int MaxDepth = 32;
    private const int MaxProblems = 20;
    private const int MaxSchemaProblems = 100;

    private static readonly string[] Drafts = ["draft-06/", "draft-07/", "draft/2019-09/", "draft/2020-12/"];

    private static readonly HashSet<string> Lists = ["allOf", "anyOf", "oneOf", "prefixItems"];

    private static readonly HashSet<string> Maps = ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"];

    private static readonly HashSet<string> Ones =
    [
        "additionalProperties",
        "items",
        "contains",
        "not",
        "if",
        "then",
        "else",
        "propertyNames",
        "unevaluatedProperties",
        "unevaluatedItems",
    ];

    private readonly JsonSchema schema;

    /// <param name="schema">A schema without <see cref="Problems"/>.</param>
    public JsonSchemaCheck(JsonElement schema) => this.schema = Build(schema);

    /// <summary>The problems of the schema itself, each with its location; empty if the schema is supported.</summary>
    /// <param name="schema">The schema.</param>
    public static IReadOnlyList<string> Problems(JsonElement schema)
    {
        var problems = new List<string>();
        Look(schema, schema, "", 0, problems);
        if (problems.Count > 0)
            return problems;
        try
        {
            _ = Build(schema);
        }
        catch (Exception e) when (e is JsonSchemaException or ArgumentException or InvalidOperationException or FormatException)
        {
            problems.Add(Texts.Cut(e.Message, 300));
        }

        return problems;
    }

    /// <summary>
    /// The violations of the schema by the value, each with its location such as <c>$.items[2].price</c>; at most twenty.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <exception cref="JsonSchemaException">The schema follows too many references.</exception>
    /// <exception cref="RegexMatchTimeoutException">An expression takes too long on a text.</exception>
    /// <exception cref="FormatException">A number is too long to be compared.</exception>
    public IReadOnlyList<string> Check(JsonElement value)
    {
        BoundedRef.Begin();
        var result = schema.Evaluate(
            value,
            new EvaluationOptions
            {
                OutputFormat = OutputFormat.List,
                RequireFormatValidation = true,
                Culture = CultureInfo.InvariantCulture,
            }
        );
        if (result.IsValid)
            return [];
        var problems = (result.Details ?? [])
            .Prepend(result)
            .Where(r => r.Errors is { Count: > 0 })
            .SelectMany(r =>
                r.Errors!.Select(e => $"{Place(r.InstanceLocation.ToString())} {(e.Key.Length == 0 ? "is not allowed" : Words(e.Value))}")
            )
            .Distinct()
            .Take(MaxProblems)
            .ToList();
        return problems.Count > 0 ? problems : ["$ is not allowed by the schema"];
    }

    private static JsonSchema Build(JsonElement schema)
    {
        var dialect = new Dialect(SchemaWords.Handlers) { Id = new Uri("https://schema.invalid/dialect"), AllowUnknownKeywords = false };
        // Own registries, and none that fetches: a reference never leaves the schema.
        var options = new BuildOptions
        {
            Dialect = dialect,
            SchemaRegistry = new SchemaRegistry(),
            VocabularyRegistry = new VocabularyRegistry(),
            DialectRegistry = new DialectRegistry(),
        };
        return JsonSchema.Build(schema, options, new Uri("https://schema.invalid/"));
    }

    private static void Look(JsonElement root, JsonElement schema, string place, int depth, List<string> problems)
    {
        void Report(string message)
        {
            if (problems.Count < MaxSchemaProblems)
                problems.Add(place.Length == 0 ? message : $"{place} {message}");
        }

        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return;
        if (schema.ValueKind != JsonValueKind.Object)
            Report("must be an object, true or false");
        else if (depth > MaxDepth)
            Report($"is nested deeper than {MaxDepth} levels");
        else
            foreach (var word in schema.EnumerateObject())
                LookAt(root, word, place, depth, problems, Report);
    }

    private static void LookAt(JsonElement root, JsonProperty word, string place, int depth, List<string> problems, Action<string> report)
    {
        var (name, value) = (word.Name, word.Value);
        var before = problems.Count;
        if (!SchemaWords.All.ContainsKey(name))
            report($"“{Texts.Cut(name, 60)}” is not supported and would be ignored");
        else if (Ones.Contains(name))
            Look(root, value, $"{place}/{name}", depth + 1, problems);
        else if (Lists.Contains(name) && value.ValueKind == JsonValueKind.Array)
            foreach (var (item, at) in value.EnumerateArray().Select((v, n) => (v, n)))
                Look(root, item, string.Create(CultureInfo.InvariantCulture, $"{place}/{name}/{at}"), depth + 1, problems);
        else if (Maps.Contains(name) && value.ValueKind == JsonValueKind.Object)
            foreach (var property in value.EnumerateObject())
                Look(root, property.Value, $"{place}/{name}/{Texts.Cut(property.Name, 60)}", depth + 1, problems);
        else if (name == "$ref" && value.ValueKind == JsonValueKind.String && !Leads(root, value.GetString()!))
            report($"$ref {Texts.Cut(value.GetString()!, 100)} points to no schema inside this one; external schemas are never fetched");
        else if (
            name == "$schema"
            && value.ValueKind == JsonValueKind.String
            && !Drafts.Any(d => value.GetString()!.Contains($"json-schema.org/{d}", StringComparison.Ordinal))
        )
            report("$schema must be a version of JSON Schema from draft-06 to 2020-12");
        else if (name == "$id" && depth > 0)
            report("$id is allowed at the top level only, because references are resolved from there");
        if (problems.Count > before)
            return;
        try
        {
            _ = SchemaWords.Read(name, value);
        }
        catch (Exception e) when (e is JsonSchemaException or ArgumentException or InvalidOperationException or FormatException)
        {
            report($"{name} {Texts.Cut(e.Message.Replace($"'{name}' value ", "", StringComparison.Ordinal), 300)}");
        }
    }

    /// <summary>Whether a reference points to a schema in the same document: #, #/a/b or #anchor.</summary>
    private static bool Leads(JsonElement root, string reference)
    {
        if (!reference.StartsWith('#'))
            return false;
        var fragment = Uri.UnescapeDataString(reference[1..]);
        if (fragment.Length > 0 && fragment[0] != '/')
            return HasAnchor(root, fragment, 0);
        var at = root;
        foreach (
            var part in fragment
                .Split('/')
                .Skip(1)
                .Select(p => p.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))
        )
        {
            if (at.ValueKind == JsonValueKind.Object && at.TryGetProperty(part, out var property))
                at = property;
            else if (
                at.ValueKind == JsonValueKind.Array
                && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                && index < at.GetArrayLength()
            )
                at = at[index];
            else
                return false;
        }

        return at.ValueKind is JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False;
    }

    private static bool HasAnchor(JsonElement at, string anchor, int depth) =>
        depth <= 2 * MaxDepth
        && at.ValueKind switch
        {
            JsonValueKind.Object => (
                at.TryGetProperty("$anchor", out var own) && own.ValueKind == JsonValueKind.String && own.GetString() == anchor
            ) || at.EnumerateObject().Any(p => HasAnchor(p.Value, anchor, depth + 1)),
            JsonValueKind.Array => at.EnumerateArray().Any(v => HasAnchor(v, anchor, depth + 1)),
            _ => false,
        };

    /// <summary>Converts "/items/2/price" to "$.items[2].price".</summary>
    private static string Place(string pointer) =>
        "$"
        + string.Concat(
            pointer
                .Split('/')
                .Skip(1)
                .Select(p => p.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))
                .Select(p => p.Length is > 0 and < 10 && p.All(char.IsAsciiDigit) ? $"[{p}]" : $".{Texts.Cut(p, 60)}")
        );

    private static string Words(string error) => Texts.Cut(error.Length > 0 ? char.ToLowerInvariant(error[0]) + error[1..] : error, 200);
}
