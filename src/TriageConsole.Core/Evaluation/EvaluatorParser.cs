using System.Text.Json;
using System.Text.RegularExpressions;
using TriageConsole.Core.Common;

namespace TriageConsole.Core.Evaluation;

/// <summary>Parses a set of evaluators strictly. An unknown field is a problem. All problems are reported at once.</summary>
public static partial class EvaluatorParser
{
    /// <summary>Maximum number of evaluators in a set.</summary>
    public const int MaxEvaluators = 50;

    /// <summary>Maximum number of texts, terms or expressions in a list.</summary>
    public const int MaxTexts = 500;

    private const int MaxText = 10_000;

    /// <summary>Never throws on invalid input.</summary>
    /// <param name="json">The JSON of the set.</param>
    public static EvaluatorParse Parse(string json) => Parse(json, isStored: false);

    /// <summary>
    /// A stored set was valid under the rules of its time. A schema that is no longer valid is reported by its evaluator, so that the other
    /// evaluators can still be read.
    /// </summary>
    internal static EvaluatorParse Parse(string json, bool isStored)
    {
        var problems = new List<FieldProblem>();
        var evaluators = new List<Evaluator>();
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (document.RootElement is { ValueKind: JsonValueKind.Object } root)
                ReadSet(root, evaluators, problems, isStored);
            else
                problems.Add(new FieldProblem("", "must be an object with the field evaluators"));
        }
        catch (JsonException e)
        {
            problems.Add(new FieldProblem("", $"not valid JSON: {e.Message}"));
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            problems.Add(new FieldProblem("", "not valid JSON: a text contains an unpaired surrogate"));
        }

        return new EvaluatorParse(problems.Count == 0 ? new EvaluatorSetDefinition(evaluators) : null, problems);
    }

    private static void ReadSet(JsonElement root, List<Evaluator> evaluators, List<FieldProblem> problems, bool isStored)
    {
        foreach (var property in root.EnumerateObject().Where(p => p.Name != "evaluators"))
            problems.Add(new FieldProblem(property.Name, "is not a field of a set; the only field is evaluators"));
        if (!root.TryGetProperty("evaluators", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            problems.Add(new FieldProblem("evaluators", "must be an array"));
            return;
        }

        if (list.GetArrayLength() > MaxEvaluators)
        {
            problems.Add(new FieldProblem("evaluators", $"has more than {MaxEvaluators} entries"));
            return;
        }

        var at = 0;
        foreach (var element in list.EnumerateArray())
        {
            var place = $"evaluators[{at++}]";
            if (ReadOne(element, place, problems, isStored) is not { } evaluator)
                continue;
            if (evaluators.Exists(e => e.Key == evaluator.Key))
                problems.Add(new FieldProblem($"{place}.key", "an earlier evaluator has the same key"));
            evaluators.Add(evaluator);
        }
    }

    private static Evaluator? ReadOne(JsonElement element, string place, List<FieldProblem> problems, bool isStored)
    {
        void Report(string field, string message) =>
            problems.Add(new FieldProblem(field.Length == 0 ? place : $"{place}.{field}", message));
        if (element.ValueKind != JsonValueKind.Object)
        {
            Report("", "must be an object");
            return null;
        }

        var key = Word(element, "key", 60, Report);
        if (key is not null && !KeyForm().IsMatch(key))
            Report("key", "can contain lower-case letters, digits and _ . - only, and must start with a letter or digit");
        var kindName = Word(element, "kind", 60, Report);
        var kind = kindName is null ? null : EvaluatorKinds.Find(kindName);
        if (kindName is not null && kind is null)
            Report(
                "kind",
                $"“{Texts.Cut(kindName, 60)}” is unknown; valid kinds are {string.Join(", ", EvaluatorKinds.All.Select(k => k.Name))}"
            );
        if (key is null || kind is null)
            return null;
        var name = element.TryGetProperty("name", out _) ? Word(element, "name", 200, Report) ?? kind.Label : kind.Label;
        var counts = true;
        if (element.TryGetProperty("counts", out var countsValue))
        {
            if (countsValue.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                Report("counts", "must be true or false");
            counts = countsValue.ValueKind == JsonValueKind.True;
        }

        return new Evaluator(key, kind, name, counts, ReadSettings(element, kind, Report, isStored));
    }

    private static Dictionary<string, object> ReadSettings(
        JsonElement element,
        EvaluatorKind kind,
        Action<string, string> report,
        bool isStored
    )
    {
        var settings = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (
            var property in element
                .EnumerateObject()
                .Where(p => p.Name is not ("key" or "kind" or "name" or "counts") && kind.Find(p.Name) is null)
        )
            report(
                property.Name,
                $"is not a setting of {kind.Name}; valid settings are {string.Join(", ", kind.Fields.Select(f => f.Name))}"
            );
        foreach (var field in kind.Fields)
        {
            var isSet = element.TryGetProperty(field.Name, out var value) && value.ValueKind != JsonValueKind.Null;
            var read = isSet
                ? isStored && field.Type == EvaluatorFieldType.Schema
                    ? value.Clone()
                    : EvaluatorFieldReader.Read(field, value, m => report(field.Name, m))
                : null;
            if (read is not null)
                settings[field.Name] = read;
            else if (field.Required && !isSet)
                report(field.Name, "is missing");
        }

        return settings;
    }

    private static string? Word(JsonElement element, string name, int most, Action<string, string> report)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            report(name, "is missing");
            return null;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : null;
        if (text is null or "")
            report(name, text is null ? "must be text" : "is empty");
        else if (text.Length > most)
            report(name, $"is longer than {most} characters");
        else if (text.Contains('\0', StringComparison.Ordinal))
            report(name, "contains a character that cannot be stored");
        else
            return text;
        return null;
    }

    internal static string? Problem(string text) =>
        text.Length > MaxText ? $"is longer than {MaxText} characters"
        : text.Contains('\0', StringComparison.Ordinal) ? "contains a character that cannot be stored"
        : null;

    [GeneratedRegex("^[a-z0-9][a-z0-9_.-]*$")]
    private static partial Regex KeyForm();
}
