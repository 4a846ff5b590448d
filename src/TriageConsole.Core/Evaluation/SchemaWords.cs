using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Json.Schema;
using Json.Schema.Keywords;

namespace TriageConsole.Core.Evaluation;

/// <summary>
/// The keywords of a schema: those of JsonSchema.Net for 2020-12, except those that it implements with binary numbers or .NET expressions.
/// Here numbers are compared exactly, text lengths are code points, and expressions follow ECMA-262.
/// </summary>
internal static class SchemaWords
{
    /// <summary>The formats that are checked. Other formats are refused, because they would be ignored.</summary>
    public static readonly IReadOnlyList<string> Formats =
    [
        "date",
        "time",
        "date-time",
        "duration",
        "email",
        "uuid",
        "uri",
        "ipv4",
        "ipv6",
        "hostname",
    ];

    private static readonly string[] Types = ["object", "array", "string", "number", "integer", "boolean", "null"];

    private static readonly Vocabulary[] Standard =
    [
        Vocabulary.Draft202012_Core,
        Vocabulary.Draft202012_Applicator,
        Vocabulary.Draft202012_Validation,
        Vocabulary.Draft202012_MetaData,
        Vocabulary.Draft202012_FormatAssertion,
        Vocabulary.Draft202012_Content,
        Vocabulary.Draft202012_Unevaluated,
    ];

    /// <summary>Unsupported keywords: they change the meaning of other keywords or the target of references.</summary>
    private static readonly HashSet<string> Left =
    [
        "$dynamicRef",
        "$dynamicAnchor",
        "$vocabulary",
        "contentSchema",
        "contentEncoding",
        "contentMediaType",
    ];

    private static readonly IKeywordHandler[] Own =
    [
        new PlainWord("$schema", Remark, null),
        new PlainWord("$id", Remark, null),
        new BoundedRef(),
        new ExactPatternProperties(),
        new ExactAdditionalProperties(),
        new DefinitionsWord(),
        new PlainWord(
            "type",
            ReadTypes,
            (types, value) =>
                ((string[])types!).Any(t => IsOf(t, value)) ? null : $"is {Kind(value)}, not {string.Join(" or ", (string[])types!)}"
        ),
        new PlainWord(
            "const",
            JsonText.Canonical,
            (text, value) => JsonText.Canonical(value) == (string)text! ? null : "is not the only allowed value"
        ),
        new PlainWord(
            "enum",
            ReadEnum,
            (texts, value) => ((HashSet<string>)texts!).Contains(JsonText.Canonical(value)) ? null : "is not one of the allowed values"
        ),
        new PlainWord(
            "uniqueItems",
            value => ReadFlag(value),
            (flag, value) => flag is true && value.ValueKind == JsonValueKind.Array && HasTwins(value) ? "has a duplicate item" : null
        ),
        Number("minimum", "below", (value, bound) => value.CompareTo(bound) >= 0),
        Number("maximum", "above", (value, bound) => value.CompareTo(bound) <= 0),
        Number("exclusiveMinimum", "not above", (value, bound) => value.CompareTo(bound) > 0),
        Number("exclusiveMaximum", "not below", (value, bound) => value.CompareTo(bound) < 0),
        Number("multipleOf", "not a multiple of", (value, of) => value.IsMultipleOf(of)),
        Length("minLength", "fewer", (count, bound) => count.CompareTo(bound) >= 0),
        Length("maxLength", "more", (count, bound) => count.CompareTo(bound) <= 0),
        new PlainWord(
            "pattern",
            ReadPattern,
            (regex, value) =>
                value.ValueKind != JsonValueKind.String || ((Regex)regex!).IsMatch(value.GetString()!) ? null : "does not match the pattern"
        ),
    ];

    /// <summary>
    /// In the order of a dialect, where the last handler of a name wins. The replaced handlers of the library stay in the list, because
    /// other handlers refer to their types as dependencies.
    /// </summary>
    public static IReadOnlyList<IKeywordHandler> Handlers { get; } =
    [.. Standard.SelectMany(v => v.Keywords).Append(ThenKeyword.Instance).Where(k => !Left.Contains(k.Name)), .. Own];

    /// <summary>The effective handlers by name.</summary>
    public static IReadOnlyDictionary<string, IKeywordHandler> All { get; } =
        Handlers.Reverse().DistinctBy(k => k.Name).ToDictionary(k => k.Name, StringComparer.Ordinal);

    /// <summary>Validates the value of a keyword, including checks that its handler does not have.</summary>
    public static object? Read(string word, JsonElement value) =>
        word == "format" ? ReadFormat(value) : All[word].ValidateKeywordValue(value);

    private static object? Remark(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? null : throw new JsonSchemaException("must be a string");

    private static string[] ReadTypes(JsonElement value)
    {
        var types = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToList() : [value];
        if (types.Count == 0 || types.Exists(t => t.ValueKind != JsonValueKind.String || !Types.Contains(t.GetString())))
            throw new JsonSchemaException($"must be one or several of {string.Join(", ", Types)}");
        return [.. types.Select(t => t.GetString()!)];
    }

    private static HashSet<string> ReadEnum(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
            ? [.. value.EnumerateArray().Select(JsonText.Canonical)]
            : throw new JsonSchemaException("must be a list of values");

    private static bool ReadFlag(JsonElement value) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw new JsonSchemaException("must be true or false");

    private static Regex ReadPattern(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            throw new JsonSchemaException("must be a string");
        return SafeRegex.EcmaProblem(value.GetString()!) is { } problem
            ? throw new JsonSchemaException(problem)
            : SafeRegex.MakeEcma(value.GetString()!);
    }

    private static object? ReadFormat(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && Formats.Contains(value.GetString())
            ? null
            : throw new JsonSchemaException(
                $"must be one of {string.Join(", ", Formats)}; other formats are not supported and would be ignored"
            );

    private static PlainWord Number(string name, string wrong, Func<ExactNumber, ExactNumber, bool> holds) =>
        new(
            name,
            value =>
            {
                if (value.ValueKind != JsonValueKind.Number || (name == "multipleOf" && ExactNumber.Of(value).Sign <= 0))
                    throw new JsonSchemaException($"must be a number{(name == "multipleOf" ? " above zero" : "")}");
                return (ExactNumber.Of(value), Texts.Cut(value.GetRawText(), 60));
            },
            (bound, value) =>
            {
                var (number, text) = ((ExactNumber, string))bound!;
                return value.ValueKind != JsonValueKind.Number || holds(ExactNumber.Of(value), number) ? null : $"is {wrong} {text}";
            }
        );

    private static PlainWord Length(string name, string wrong, Func<ExactNumber, ExactNumber, bool> holds) =>
        new(
            name,
            value =>
            {
                if (value.ValueKind != JsonValueKind.Number || ExactNumber.Of(value) is not { IsWhole: true, Sign: >= 0 } bound)
                    throw new JsonSchemaException("must be a whole number, zero or more");
                return (bound, Texts.Cut(value.GetRawText(), 60));
            },
            (bound, value) =>
            {
                if (value.ValueKind != JsonValueKind.String)
                    return null;
                var (number, text) = ((ExactNumber, string))bound!;
                return holds(ExactNumber.Parse(value.GetString()!.EnumerateRunes().Count().ToString(CultureInfo.InvariantCulture)), number)
                    ? null
                    : $"has {wrong} than {text} characters";
            }
        );

    private static bool HasTwins(JsonElement array)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return array.EnumerateArray().Any(item => !seen.Add(JsonText.Canonical(item)));
    }

    private static bool IsOf(string type, JsonElement value) =>
        type == "integer" ? value.ValueKind == JsonValueKind.Number && ExactNumber.Of(value).IsWhole : type == Kind(value);

    private static string Kind(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => "boolean",
            _ => value.ValueKind.ToString().ToLowerInvariant(),
        };
}
