using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TriageConsole.Core.Evaluation;

/// <summary>Finds the JSON object in the reply of a judge.</summary>
internal static partial class JudgeReply
{
    /// <summary>Maximum number of positions that are tried as the start of an object.</summary>
    private const int MaxTries = 200;

    /// <summary>The text of the only object, or the reason why there is none.</summary>
    public static (string? Json, string? Problem) Object(string reply)
    {
        string? text;
        try
        {
            text = Spoken(reply);
        }
        catch (RegexMatchTimeoutException)
        {
            return (null, "its reasoning cannot be separated from its answer");
        }

        if (text is null)
            return (null, "its reasoning has no end");
        var bytes = Encoding.UTF8.GetBytes(text);
        string? found = null;
        var tries = 0;
        for (var at = Array.IndexOf(bytes, (byte)'{'); at >= 0; at = at + 1 < bytes.Length ? Array.IndexOf(bytes, (byte)'{', at + 1) : -1)
        {
            if (++tries > MaxTries)
                return (null, "it has too many braces to find the answer");
            if (End(bytes.AsSpan(at)) is not { } length)
                continue;
            if (found is not null)
                return (null, "it has several JSON objects, and it is not clear which one is the answer");
            found = Encoding.UTF8.GetString(bytes, at, length);
            at += length - 1;
        }

        return found is not null ? (found, null) : (null, $"it is not a JSON object: “{Texts.Cut(text.Trim(), 120)}”");
    }

    /// <summary>The reply without reasoning; null if the reasoning has no end. Some models omit the start tag of the reasoning.</summary>
    private static string? Spoken(string reply)
    {
        var text = Thought().Replace(reply, "\n");
        if (ThoughtEnd().Matches(text) is { Count: > 0 } ends)
            text = text[(ends[^1].Index + ends[^1].Length)..];
        return ThoughtBegin().IsMatch(text) ? null : text;
    }

    /// <summary>The length of the object that starts here; null if none does.</summary>
    private static int? End(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(
                json,
                isFinalBlock: false,
                new JsonReaderState(new JsonReaderOptions { AllowTrailingCommas = true })
            );
            return reader.Read() && reader.TrySkip() ? (int)reader.BytesConsumed : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(
        @"<(think|thinking|thought|thoughts|reasoning|reflection|analysis|scratchpad)(\s[^<>]*)?>.*?</\1\s*>|\[THINK\].*?\[/THINK\]"
            + @"|◁think▷.*?◁/think▷|<\|channel\|>\s*(analysis|commentary).*?(?=<\|channel\|>|<\|start\|>|\z)"
            + @"|<\|begin_of_thought\|>.*?<\|end_of_thought\|>",
        RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Thought();

    [GeneratedRegex(
        @"</(think|thinking|thought|thoughts|reasoning|reflection|analysis|scratchpad)\s*>|\[/THINK\]|◁/think▷|<\|end_of_thought\|>",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex ThoughtEnd();

    [GeneratedRegex(
        @"<(think|thinking|thought|thoughts|reasoning|reflection|analysis|scratchpad)(\s[^<>]*)?>|\[THINK\]|◁think▷"
            + @"|<\|begin_of_thought\|>",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex ThoughtBegin();
}
