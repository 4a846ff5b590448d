using System.Text.Json;
using System.Text.RegularExpressions;

namespace TriageConsole.Core.Rubrics;

/// <summary>
/// Parses the JSON of a rubric strictly. An unknown field is a problem, because it is usually misspelt. All problems are reported at once.
/// </summary>
public static partial class RubricParser
{
    /// <summary>Maximum number of criteria. A longer form is not practical to answer by keyboard.</summary>
    public const int MaxCriteria = 50;

    /// <summary>Maximum number of options of a criterion, of span types and of steps of a scale.</summary>
    public const int MaxOptions = 50;

    private static readonly Dictionary<string, CriterionKind> Kinds = Enum.GetValues<CriterionKind>()
        .ToDictionary(k => JsonNamingPolicy.SnakeCaseLower.ConvertName(k.ToString()));

    private static readonly Dictionary<string, CriterionScope> Scopes = Enum.GetValues<CriterionScope>()
        .ToDictionary(s => JsonNamingPolicy.SnakeCaseLower.ConvertName(s.ToString()));

    private static readonly Dictionary<string, SuggestionPolicy> Policies = Enum.GetValues<SuggestionPolicy>()
        .ToDictionary(s => JsonNamingPolicy.SnakeCaseLower.ConvertName(s.ToString()));

    /// <summary>Never throws on invalid input.</summary>
    public static RubricParseResult Parse(string json)
    {
        var problems = new List<string>();
        RubricDefinition? definition = null;
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            definition = ReadRubric(new RubricNode(document.RootElement, "the rubric", problems));
        }
        catch (JsonException e)
        {
            problems.Add($"not valid JSON: {e.Message}");
        }

        if (definition is not null && problems.Count == 0)
            RubricChecks.Check(definition, problems);
        return new RubricParseResult(problems.Count == 0 ? definition : null, problems);
    }

    private static RubricDefinition? ReadRubric(RubricNode node)
    {
        if (!node.IsObject("title", "instructions", "criteria", "suggestions"))
            return null;
        var title = node.Text("title", required: true, maxLength: 200);
        var instructions = node.Text("instructions", maxLength: 4000) ?? "";
        var criteria = node.Items("criteria", MaxCriteria).Select(ReadCriterion).ToList();
        if (criteria.Count == 0)
            node.Say("criteria must be an array with at least one criterion");
        var suggestions = ReadWord(node, "suggestions", Policies, SuggestionPolicy.None);
        return title is null || criteria.Contains(null)
            ? null
            : new RubricDefinition(title, instructions, criteria!) { Suggestions = suggestions };
    }

    private static Criterion? ReadCriterion(RubricNode node)
    {
        if (
            !node.IsObject(
                "key",
                "kind",
                "label",
                "help",
                "required",
                "scope",
                "options",
                "min",
                "max",
                "step",
                "anchors",
                "span_types",
                "shown_if"
            )
        )
            return null;
        var key = node.Text("key", required: true, maxLength: 100);
        if (key is not null)
            node = node.Named(key);
        if (key is not null && !KeyPattern().IsMatch(key))
            node.Say("key can contain lower-case letters, digits and _ . - only");
        var kindName = node.Text("kind", required: true);
        if (kindName is null)
            return null;
        if (!Kinds.TryGetValue(kindName, out var kind))
        {
            node.Say($"kind \"{kindName}\" is unknown; valid kinds are {string.Join(", ", Kinds.Keys)}");
            return null;
        }

        var label = node.Text("label", required: true, maxLength: 300);
        return key is null || label is null
            ? null
            : new Criterion
            {
                Key = key,
                Kind = kind,
                Label = label,
                Help = node.Text("help", maxLength: 2000),
                Required = node.Flag("required"),
                Scope = ReadWord(node, "scope", Scopes, CriterionScope.Interaction),
                Options = ReadOptions(node, "options"),
                Min = node.Number("min"),
                Max = node.Number("max"),
                Step = node.Number("step"),
                Anchors = node.Items("anchors", MaxOptions).Select(ReadAnchor).OfType<ScaleAnchor>().ToList(),
                SpanTypes = ReadOptions(node, "span_types"),
                ShownIf = node.Child("shown_if") is { } condition ? ReadShownIf(condition) : null,
            };
    }

    /// <summary>One of some words; the standard if the field is missing.</summary>
    private static T ReadWord<T>(RubricNode node, string name, Dictionary<string, T> words, T standard)
        where T : struct
    {
        if (node.Text(name) is not { } word)
            return standard;
        if (words.TryGetValue(word, out var value))
            return value;
        node.Say($"{name} \"{word}\" is unknown; valid {(name.EndsWith('s') ? "words" : name + "s")} are {string.Join(", ", words.Keys)}");
        return standard;
    }

    private static List<CriterionOption> ReadOptions(RubricNode node, string name) =>
        node.Items(name, MaxOptions).Select(ReadOption).OfType<CriterionOption>().ToList();

    private static CriterionOption? ReadOption(RubricNode node)
    {
        if (!node.IsObject("value", "label", "help", "marks_failure", "severity", "error_type"))
            return null;
        var value = node.Text("value", required: true, maxLength: 200);
        var label = node.Text("label", maxLength: 200);
        return value is null
            ? null
            : new CriterionOption(value, label ?? value)
            {
                Help = node.Text("help", maxLength: 1000),
                MarksFailure = node.Flag("marks_failure"),
                Severity = node.Text("severity", maxLength: 50),
                ErrorType = node.Text("error_type", maxLength: 100),
            };
    }

    private static ScaleAnchor? ReadAnchor(RubricNode node)
    {
        if (!node.IsObject("value", "label", "marks_failure"))
            return null;
        var value = node.Number("value");
        if (value is null)
            node.Say("value is missing");
        var label = node.Text("label", required: true, maxLength: 300);
        return value is null || label is null ? null : new ScaleAnchor(value.Value, label) { MarksFailure = node.Flag("marks_failure") };
    }

    private static ShownIf? ReadShownIf(RubricNode node)
    {
        if (!node.IsObject("criterion", "in"))
            return null;
        var criterion = node.Text("criterion", required: true);
        var values = node.Strings("in");
        if (values.Count == 0)
            node.Say("in must list at least one answer");
        return criterion is null ? null : new ShownIf(criterion, values);
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9_.-]*$")]
    private static partial Regex KeyPattern();
}
