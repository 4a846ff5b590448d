using System.Text.Json;

namespace TriageConsole.Core.Rubrics;

/// <summary>A node of a rubric's JSON with its path, so that each problem states its location.</summary>
internal sealed class RubricNode(JsonElement element, string place, List<string> problems)
{
    public void Say(string problem) => problems.Add($"{place}: {problem}");

    /// <summary>The same node; its path includes the key.</summary>
    public RubricNode Named(string key) => new(element, $"{place} \"{key}\"", problems);

    public bool IsObject(params string[] known)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            Say("must be an object");
            return false;
        }

        foreach (var property in element.EnumerateObject())
            if (!known.Contains(property.Name))
                Say($"has an unknown field \"{property.Name}\"; known are {string.Join(", ", known)}");
        return true;
    }

    public string? Text(string name, bool required = false, int maxLength = 200)
    {
        if (!Present(name, out var value))
        {
            if (required)
                Say($"{name} is missing");
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
            return Refuse<string>($"{name} must be text");
        var text = value.GetString()!.Trim();
        if (text.Length == 0 && required)
            return Refuse<string>($"{name} is empty");
        return text.Length > maxLength ? Refuse<string>($"{name} is longer than {maxLength} characters") : text;
    }

    public bool Flag(string name)
    {
        if (!Present(name, out var value))
            return false;
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            Say($"{name} must be true or false");
        return value.ValueKind == JsonValueKind.True;
    }

    public double? Number(string name)
    {
        if (!Present(name, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number))
            return number;
        Say($"{name} must be a number");
        return null;
    }

    public RubricNode? Child(string name) => Present(name, out var value) ? new RubricNode(value, $"{place}.{name}", problems) : null;

    public IEnumerable<RubricNode> Items(string name, int most)
    {
        if (!Present(name, out var value))
            return [];
        if (value.ValueKind != JsonValueKind.Array)
        {
            Say($"{name} must be an array");
            return [];
        }

        if (value.GetArrayLength() > most)
        {
            Say($"{name} has more than {most} entries");
            return [];
        }

        var prefix = place == "the rubric" ? name : $"{place}.{name}";
        return value.EnumerateArray().Select((item, i) => new RubricNode(item, $"{prefix}[{i}]", problems)).ToList();
    }

    public IReadOnlyList<string> Strings(string name)
    {
        if (!Present(name, out var value))
            return [];
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String))
            return value.EnumerateArray().Select(v => v.GetString()!).ToList();
        Say($"{name} must be an array of texts");
        return [];
    }

    private T? Refuse<T>(string problem)
        where T : class
    {
        Say(problem);
        return null;
    }

    private bool Present(string name, out JsonElement value) =>
        element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
}
