using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TriageConsole.Core.Evaluation;

/// <summary>Checks of an output alone, or compared with the expected output.</summary>
internal static partial class TextChecks
{
    /// <summary>Compares after trimming, and after removing what the settings ignore.</summary>
    public static EvalReading IsEqual(Evaluator e, EvalCase item)
    {
        var wanted = e.Text("value") is { Length: > 0 } own ? own : item.ExpectedOutput;
        if (string.IsNullOrWhiteSpace(wanted))
            return EvalReading.Missing("There is no expected output.");
        var (left, right) = (Normal(e, wanted), Normal(e, item.Output));
        // If nothing is left after that, compare the trimmed texts.
        if (left.Length + right.Length == 0)
            (left, right) = (Graphemes.Composed(wanted.Trim()), Graphemes.Composed(item.Output.Trim()));
        if (left == right)
            return EvalReading.Of(true, "It is the expected output.");
        var at = left.AsSpan().CommonPrefixLength(right);
        if (at > 0 && char.IsHighSurrogate(left[at - 1]))
            at--;
        return EvalReading.Of(
            false,
            $"The first difference is at character {at + 1}: expected “{Quote(left, at)}”, got “{Quote(right, at)}”."
        );
    }

    public static EvalReading Contains(Evaluator e, EvalCase item)
    {
        var how = Comparison(e);
        var output = Graphemes.Composed(item.Output);
        var missing = e.Texts("texts").Where(t => !output.Contains(Graphemes.Composed(t), how)).ToList();
        var found = e.Texts("texts").Count - missing.Count;
        var pass = e.Text("match") == "any" ? found > 0 : missing.Count == 0;
        return EvalReading.Of(
            pass,
            missing.Count == 0 ? "All texts were found." : $"Not found: {List(missing)}.",
            (double)found / e.Texts("texts").Count
        );
    }

    public static EvalReading NotContains(Evaluator e, EvalCase item)
    {
        var output = Graphemes.Composed(item.Output);
        var found = e.Texts("texts").Where(t => output.Contains(Graphemes.Composed(t), Comparison(e))).ToList();
        return EvalReading.Of(found.Count == 0, found.Count == 0 ? "None of the texts was found." : $"Found: {List(found)}.");
    }

    public static EvalReading Matches(Evaluator e, EvalCase item, Regex pattern)
    {
        try
        {
            var match = pattern.Match(item.Output);
            return EvalReading.Of(
                match.Success == (e.Text("must") == "match"),
                match.Success ? $"Found at character {match.Index + 1}: “{Texts.Cut(match.Value, 100)}”." : "Not found."
            );
        }
        catch (RegexMatchTimeoutException)
        {
            return EvalReading.Failed("The expression takes too long on this text.");
        }
    }

    public static EvalReading HasSchema(Evaluator e, EvalCase item, JsonSchemaCheck schema)
    {
        var text = item.Output.Trim();
        if (e.Flag("fenced") && Fence().Match(text) is { Success: true } fenced)
            text = fenced.Groups[1].Value;
        try
        {
            // A duplicate name is ambiguous, so it is not valid.
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var problems = schema.Check(document.RootElement);
            return EvalReading.Of(
                problems.Count == 0,
                problems.Count == 0 ? "The output is valid under the schema." : $"{string.Join("; ", problems.Take(5))}."
            );
        }
        catch (JsonException x)
        {
            return EvalReading.Of(false, $"It is not JSON: {Texts.Cut(x.Message, 200)}");
        }
        catch (RegexMatchTimeoutException)
        {
            return EvalReading.Failed("A pattern of the schema takes too long on this text.");
        }
        catch (Json.Schema.JsonSchemaException x)
        {
            return EvalReading.Failed($"The check failed: {Texts.Cut(x.Message, 200)}.");
        }
        catch (FormatException x)
        {
            return EvalReading.Of(false, $"It cannot be compared: {Texts.Cut(x.Message, 200)}.");
        }
        catch (Exception x) when (x is InvalidOperationException or ArgumentException)
        {
            return EvalReading.Of(false, "It is not JSON: it contains an unpaired surrogate.");
        }
    }

    public static EvalReading IsNear(Evaluator e, EvalCase item)
    {
        var wanted =
            e.Number("value") ?? (item.ExpectedOutput is { } expected ? WrittenNumbers.In(expected).Cast<double?>().LastOrDefault() : null);
        if (wanted is not { } target)
            return EvalReading.Missing("There is no expected number.");
        var numbers = WrittenNumbers.In(item.Output);
        if (numbers.Count == 0)
            return EvalReading.Of(false, $"The output has no number; expected {Figure(target)}.");
        if (e.Text("pick") == "only" && numbers.Count > 1)
            return EvalReading.Of(false, $"The output has {numbers.Count} numbers; exactly one is expected.");
        var got = e.Text("pick") == "first" ? numbers[0] : numbers[^1];
        var allowed = e.Share("tolerance") * (e.Flag("relative") ? Math.Abs(target) : 1);
        // Rounding of binary fractions: 0.3 − 0.2 is slightly more than 0.1.
        var pass = double.IsFinite(got) && Math.Abs(got - target) <= allowed + (1e-12 * Math.Max(Math.Abs(got), Math.Abs(target)));
        return EvalReading.Of(pass, $"Expected {Figure(target)} ± {Figure(allowed)}, got {Figure(got)}.");
    }

    internal static StringComparison Comparison(Evaluator e) =>
        e.Flag("ignore_case") ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    internal static string List(IEnumerable<string> texts)
    {
        var all = texts.ToList();
        var more = all.Count > 5 ? $" and {all.Count - 5} more" : "";
        return string.Join(", ", all.Take(5).Select(t => $"“{Texts.Cut(t, 60)}”")) + more;
    }

    private static string Normal(Evaluator e, string text)
    {
        var normal = Graphemes.Composed(text.Trim()).Replace("\r\n", "\n", StringComparison.Ordinal);
        if (e.Flag("ignore_punctuation"))
            normal = string.Concat(
                normal.Where(c => !char.IsPunctuation(c) && char.GetUnicodeCategory(c) != UnicodeCategory.ModifierSymbol)
            );
        if (e.Flag("ignore_space"))
            normal = string.Concat(normal.Where(c => !char.IsWhiteSpace(c)));
        return e.Flag("ignore_case") ? normal.ToLowerInvariant() : normal;
    }

    private static string Quote(string text, int at) => at >= text.Length ? "(end of text)" : Texts.Cut(text[at..], 60);

    private static string Figure(double number) => SignificantDigits.Of(number, 6);

    [GeneratedRegex(@"^```[a-zA-Z0-9]*\s*\n(.*?)\n?```$", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Fence();
}
