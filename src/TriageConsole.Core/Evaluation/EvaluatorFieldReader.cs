using System.Text.Json;

namespace TriageConsole.Core.Evaluation;

/// <summary>Reads one setting according to the type of its field.</summary>
internal static class EvaluatorFieldReader
{
    /// <summary>The value, or null after it has reported a problem.</summary>
    public static object? Read(EvaluatorField field, JsonElement value, Action<string> say) =>
        field.Type switch
        {
            EvaluatorFieldType.Text or EvaluatorFieldType.LongText => Text(field, value, say),
            EvaluatorFieldType.Choice => Choice(field, value, say),
            EvaluatorFieldType.Number => Number(field, value, say),
            EvaluatorFieldType.Flag => Flag(value, say),
            EvaluatorFieldType.Pattern => Text(field, value, say) is { } pattern && IsPattern(pattern, say) ? pattern : null,
            EvaluatorFieldType.Texts or EvaluatorFieldType.Patterns => List(field, value, say),
            _ => IsSchema(value, say) ? value.Clone() : null,
        };

    private static string? Text(EvaluatorField field, JsonElement value, Action<string> say)
    {
        if (value.ValueKind != JsonValueKind.String)
            return Refuse<string>(say, "must be text");
        var text = field.Type == EvaluatorFieldType.Text ? value.GetString()!.Trim() : value.GetString()!;
        if (text.Length == 0)
            return field.Required ? Refuse<string>(say, "is empty") : null;
        return EvaluatorParser.Problem(text) is { } problem ? Refuse<string>(say, problem) : text;
    }

    private static string? Choice(EvaluatorField field, JsonElement value, Action<string> say) =>
        value.ValueKind == JsonValueKind.String && field.Choices.Contains(value.GetString())
            ? value.GetString()
            : Refuse<string>(say, $"must be one of {string.Join(", ", field.Choices)}");

    private static object? Number(EvaluatorField field, JsonElement value, Action<string> say)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number) || !double.IsFinite(number))
            return Refuse<object>(say, "must be a number");
        if (number < field.Min)
            return Refuse<object>(say, $"must not be below {field.Min}");
        return number > field.Max ? Refuse<object>(say, $"must not be above {field.Max}") : number;
    }

    private static object? Flag(JsonElement value, Action<string> say) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.ValueKind == JsonValueKind.True
            : Refuse<object>(say, "must be true or false");

    private static List<string>? List(EvaluatorField field, JsonElement value, Action<string> say)
    {
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(v => v.ValueKind != JsonValueKind.String))
            return Refuse<List<string>>(say, "must be an array of texts");
        if (value.GetArrayLength() > EvaluatorParser.MostTexts)
            return Refuse<List<string>>(say, $"has more than {EvaluatorParser.MostTexts} entries");
        var texts = value.EnumerateArray().Select(v => v.GetString()!).ToList();
        if (texts.Count == 0)
            return field.Required ? Refuse<List<string>>(say, "needs at least one entry") : null;
        for (var i = 0; i < texts.Count; i++)
        {
            var problem = string.IsNullOrWhiteSpace(texts[i]) ? "is empty" : EvaluatorParser.Problem(texts[i]);
            if (problem is null && field.Choices.Count > 0 && !field.Choices.Contains(texts[i]))
                problem = $"is none of {string.Join(", ", field.Choices)}";
            if (problem is not null)
                return Refuse<List<string>>(say, $"entry {i + 1} {problem}");
            if (field.Type == EvaluatorFieldType.Patterns && !IsPattern(texts[i], m => say($"entry {i + 1} {m}")))
                return null;
        }

        return texts;
    }

    private static bool IsSchema(JsonElement value, Action<string> say)
    {
        var problems = JsonSchemaCheck.Problems(value);
        foreach (var problem in problems)
            say(problem);
        return problems.Count == 0;
    }

    private static bool IsPattern(string pattern, Action<string> say)
    {
        if (SafeRegex.Problem(pattern) is not { } problem)
            return true;
        say(problem);
        return false;
    }

    private static T? Refuse<T>(Action<string> say, string message)
        where T : class
    {
        say(message);
        return null;
    }
}
