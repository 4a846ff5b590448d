using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TriageConsole.Features.Ingest;

/// <summary>The forms that a user id can have in lines as senders write them. Lines in quarantine need not be valid JSON, so their text is
/// searched.</summary>
internal static class JsonForms
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A string with all usual escapes, and the value of <c>user_id</c> as a number.</summary>
    public static string[] Of(string userId)
    {
        var plain = JsonSerializer.Serialize(userId, Relaxed);
        var escaped = JsonSerializer.Serialize(userId);
        var forms = new List<string> { plain, escaped, Escaped(escaped, "x4"), Escaped(plain, "x4"), Escaped(plain, "X4") };
        if (userId.Length > 0 && !userId.AsSpan().ContainsAnyExceptInRange('0', '9'))
            // The character after it ends the number: 123 is not 1234.
            forms.AddRange(
                from before in new[] { "\"user_id\":", "\"user_id\" :" }
                from space in new[] { "", " " }
                from end in new[] { ",", "}", " ", "\n", "\r" }
                select before + space + userId + end
            );
        return [.. forms.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The JSON with all characters outside ASCII escaped. Languages differ in the case of the hexadecimal digits.</summary>
    private static string Escaped(string json, string format)
    {
        var text = new StringBuilder();
        for (var at = 0; at < json.Length; at++)
            if (json[at] == '\\' && json[at + 1] != 'u')
                text.Append(json[at]).Append(json[++at]);
            else if (json[at] == '\\')
            {
                var code = ushort.Parse(json.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                text.Append("\\u").Append(code.ToString(format, CultureInfo.InvariantCulture));
                at += 5;
            }
            else if (json[at] > 127)
                text.Append("\\u").Append(((ushort)json[at]).ToString(format, CultureInfo.InvariantCulture));
            else
                text.Append(json[at]);
        return text.ToString();
    }
}
