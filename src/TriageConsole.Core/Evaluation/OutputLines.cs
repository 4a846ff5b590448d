using System.Text.Json;

namespace TriageConsole.Core.Evaluation;

/// <summary>Reads the outputs of a candidate: JSON lines, or one JSON array. Reports invalid lines and keeps the others.</summary>
public static class OutputLines
{
    /// <summary>Maximum length of a text in UTF-16 code units, as in the event contract.</summary>
    public const int MaxChars = 1_000_000;

    private const int MaxProblems = 50;

    /// <summary>The outputs, and the problems of the other lines.</summary>
    public static (IReadOnlyList<OutputLine> Lines, IReadOnlyList<string> Problems) Read(string text)
    {
        var (lines, problems) = (new List<OutputLine>(), new List<string>());
        void Refuse(int number, string problem)
        {
            if (problems.Count < MaxProblems)
                problems.Add($"line {number}: {problem}");
        }

        text = text.TrimStart('\uFEFF');
        if (text.AsSpan().TrimStart().StartsWith("["))
        {
            ReadArray(text, lines, problems, Refuse);
            return (lines, problems);
        }

        var at = 0;
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            at++;
            if (raw.IsWhiteSpace())
                continue;
            try
            {
                using var document = JsonDocument.Parse(raw.ToString());
                if (One(document.RootElement, at, Refuse) is { } line)
                    lines.Add(line);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
            {
                // The last two exceptions mean an unpaired surrogate.
                Refuse(at, "is not JSON");
            }
        }

        return (lines, problems);
    }

    private static void ReadArray(string text, List<OutputLine> lines, List<string> problems, Action<int, string> refuse)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var at = 0;
            foreach (var element in document.RootElement.EnumerateArray())
                if (One(element, ++at, refuse) is { } line)
                    lines.Add(line);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            problems.Add($"not a JSON array: {Texts.Cut(e.Message, 200)}");
        }
    }

    private static OutputLine? One(JsonElement element, int at, Action<int, string> refuse)
    {
        OutputLine? No(string problem)
        {
            refuse(at, problem);
            return null;
        }

        if (element.ValueKind != JsonValueKind.Object)
            return No("is not a JSON object");
        var (trace, hash) = (Key(element, "trace_id"), Key(element, "input_hash"));
        int? item =
            element.TryGetProperty("item", out var number)
            && number.ValueKind == JsonValueKind.Number
            && number.TryGetInt32(out var n)
            && n >= 1
                ? n
                : null;
        if (new[] { trace is not null, hash is not null, item is not null }.Count(x => x) != 1)
            return No("must have exactly one of trace_id, input_hash and item");
        if (!element.TryGetProperty("output", out var output) || output.ValueKind != JsonValueKind.String)
            return No("has no text in output");
        var text = Texts.Storable(output.GetString()!);
        if (text.Length > MaxChars)
            return No($"has an output longer than {MaxChars:N0} characters");
        var documents =
            element.TryGetProperty("documents", out var list) && list.ValueKind == JsonValueKind.Array
                ? EvalDocuments.ReadList(list)
                : null;
        double? latency =
            element.TryGetProperty("latency_ms", out var ms)
            && ms.ValueKind == JsonValueKind.Number
            && ms.TryGetDouble(out var value)
            && double.IsFinite(value)
            && value >= 0
                ? value
                : null;
        return new OutputLine(at, trace, hash, item, text, documents, latency);
    }

    private static string? Key(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 and <= 300 } text
            ? text
            : null;
}
