using System.Text.Json;

namespace TriageConsole.Core.Evaluation;

/// <summary>Reads one setting according to the type of its field.</summary>
internal static class EvaluatorFieldReader
{
    /// <summary>The value, or null after it has reported a problem.</summary>
    public static object? Read(EvaluatorField field, JsonElement value, Action<string> report) =>
        field.Type switch
        {
            EvaluatorFieldType.Text or EvaluatorFieldType.LongText => Text(field, value, report),
            EvaluatorFieldType.Choice => Choice(field, value, report),
            EvaluatorFieldType.Number => Number(field, value, report),
            EvaluatorFieldType.Flag => Flag(value, report),
            EvaluatorFieldType.Pattern => Text(field, value, report) is { } pattern && IsPattern(pattern, report) ? pattern : null,
            EvaluatorFieldType.Texts or EvaluatorFieldType.Patterns => List(field, value, report),
            _ => IsSchema(value, report) ? value.Clone() : null,
        };

    private static string? Text(EvaluatorField field, JsonElement value, Action<string> report)
    {
        if (value.ValueKind != JsonValueKind.String)
            return Refuse<string>(report, "must be text");
        var text = field.Type == EvaluatorFieldType.Text ? value.GetString()!.Trim() : value.GetString()!;
        if (text.Length == 0)
            return field.Required ? Refuse<string>(report, "is empty") : null;
        return EvaluatorParser.Problem(text) is { } problem ? Refuse<string>(report, problem) : text;
    }

    private static string? Choice(EvaluatorField field, JsonElement value, Action<string> report) =>
        value.ValueKind == JsonValueKind.String && field.Choices.Contains(value.GetString())
            ? value.GetString()
            : Refuse<string>(report, $"must be one of {string.Join(", ", field.Choices)}");

    private static object? Number(EvaluatorField field, JsonElement value, Action<string> report)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number) || !double.IsFinite(number))
            return Refuse<object>(report, "must be a number");
        if (number < field.Min)
            return Refuse<object>(report, $"must not be below {field.Min}");
        return number > field.Max ? Refuse<object>(report, $"must not be above {field.Max}") : number;
    }

    private static object? Flag(JsonElement value, Action<string> report) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.ValueKind == JsonValueKind.True
            : Refuse<object>(report, "must be true or false");

    private static List<string>? List(EvaluatorField field, JsonElement value, Action<string> report)
    {
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(v => v.ValueKind != JsonValueKind.String))
            return Refuse<List<string>>(report, "must be an array of texts");
        if (value.GetArrayLength() > EvaluatorParser.MaxTexts)
            return Refuse<List<string>>(report, $"has more than {EvaluatorParser.MaxTexts} entries");
        var texts = value.EnumerateArray().Select(v => v.GetString()!).ToList();
        if (texts.Count == 0)
            return field.Required ? Refuse<List<string>>(report, "needs at least one entry") : null;
        for (var i = 0; i < texts.Count; i++)
        {
            var problem = string.IsNullOrWhiteSpace(texts[i]) ? "is empty" : EvaluatorParser.Problem(texts[i]);
            if (problem is null && field.Choices.Count > 0 && !field.Choices.Contains(texts[i]))
                problem = $"is none of {string.Join(", ", field.Choices)}";
            if (problem is not null)
                return Refuse<List<string>>(report, $"entry {i + 1} {problem}");
            if (field.Type == EvaluatorFieldType.Patterns && !IsPattern(texts[i], m => report($"entry {i + 1} {m}")))
                return null;
        }

        return texts;
    }

    private static bool IsSchema(JsonElement value, Action<string> report)
    {
        var problems = JsonSchemaCheck.Problems(value);
        foreach (var problem in problems)
            report(problem);
        return problems.Count == 0;
    }

    private static bool IsPattern(string pattern, Action<string> report)
    {
        if (SafeRegex.Problem(pattern) is not { } problem)
            return true;
        report(problem);
        return false;
    }

    private static T? Refuse<T>(Action<string> report, string message)
        where T : class
    {
        report(message);
        return null;
    }
}
