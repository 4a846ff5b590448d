using System.Buffers;
using System.Text;
using System.Text.Json;

namespace TriageConsole.Core.Datasets;

/// <summary>
/// JSON Canonicalization Scheme, RFC 8785: the same bytes for equal JSON values. Names are sorted by UTF-16 code units, numbers have the
/// shortest text of ECMAScript, and only the characters that must be escaped are. Numbers are doubles, as the RFC demands: two numbers that
/// round to the same double are equal. Identifiers above 2^53 belong in strings.
/// </summary>
public static class CanonicalJson
{
    /// <summary>Maximum number of nested objects and arrays.</summary>
    public const int MaxDepth = 64;

    // JavaScriptEncoder is not used here: what it escapes depends on the Unicode version of the runtime.
    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, 32).Select(c => (char)c), '"', '\\']);

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The canonical form of a JSON text.</summary>
    /// <param name="utf8">One JSON value in UTF-8, without a byte order mark.</param>
    /// <returns>UTF-8 bytes without white space between tokens.</returns>
    /// <exception cref="FormatException">
    /// It is not JSON, or it has no canonical form: an object has a name twice, a text has half a surrogate pair, a number is too large for
    /// a double, or values are nested deeper than <see cref="MaxDepth"/>.
    /// </exception>
    public static byte[] Of(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return Of(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new FormatException($"The text is not valid JSON: {e.Message}", e);
        }
    }

    /// <summary>The canonical form of a JSON value.</summary>
    /// <param name="value">Any JSON value.</param>
    /// <returns>UTF-8 bytes without white space between tokens.</returns>
    /// <exception cref="FormatException">It has no canonical form; see <see cref="Of(ReadOnlyMemory{byte})"/>.</exception>
    public static byte[] Of(JsonElement value)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(value, output, 0);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>A number as ECMAScript writes it: the shortest digits that identify the double. RFC 8785, section 3.2.2.3.</summary>
    /// <param name="value">A finite number; −0 becomes 0.</param>
    /// <exception cref="FormatException">It is not finite.</exception>
    public static string Number(double value) => EcmaNumber.Text(value);

    internal static void WriteString(ReadOnlySpan<char> text, IBufferWriter<byte> output)
    {
        output.Write("\""u8);
        while (true)
        {
            var at = text.IndexOfAny(Escaped);
            WriteRun(at < 0 ? text : text[..at], output);
            if (at < 0)
                break;
            WriteEscape(text[at], output);
            text = text[(at + 1)..];
        }

        output.Write("\""u8);
    }

    internal static void WriteNumber(double value, IBufferWriter<byte> output) => WriteRun(EcmaNumber.Text(value), output);

    private static void Write(JsonElement value, IBufferWriter<byte> output, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object or JsonValueKind.Array when depth == MaxDepth:
                throw new FormatException($"Values are nested deeper than {MaxDepth} levels.");
            case JsonValueKind.Object:
                WriteObject(value, output, depth + 1);
                break;
            case JsonValueKind.Array:
                WriteArray(value, output, depth + 1);
                break;
            case JsonValueKind.String:
                WriteString(Decoded(() => value.GetString()!), output);
                break;
            case JsonValueKind.Number:
                WriteNumber(value.GetDouble(), output);
                break;
            case JsonValueKind.True:
                output.Write("true"u8);
                break;
            case JsonValueKind.False:
                output.Write("false"u8);
                break;
            case JsonValueKind.Null:
                output.Write("null"u8);
                break;
            default:
                throw new FormatException("There is no JSON value.");
        }
    }

    private static void WriteObject(JsonElement value, IBufferWriter<byte> output, int depth)
    {
        var properties = value.EnumerateObject().Select(p => (Name: Decoded(() => p.Name), p.Value)).ToList();
        properties.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        output.Write("{"u8);
        for (var n = 0; n < properties.Count; n++)
        {
            var (name, content) = properties[n];
            if (n > 0 && name == properties[n - 1].Name)
                throw new FormatException($"An object has the name '{Texts.Cut(name, 60)}' twice.");
            if (n > 0)
                output.Write(","u8);
            WriteString(name, output);
            output.Write(":"u8);
            Write(content, output, depth);
        }

        output.Write("}"u8);
    }

    private static void WriteArray(JsonElement value, IBufferWriter<byte> output, int depth)
    {
        output.Write("["u8);
        var isFirst = true;
        foreach (var item in value.EnumerateArray())
        {
            if (!isFirst)
                output.Write(","u8);
            isFirst = false;
            Write(item, output, depth);
        }

        output.Write("]"u8);
    }

    /// <summary>System.Text.Json accepts "\ud800" and invalid UTF-8 when it parses, and refuses them when the text is read.</summary>
    private static string Decoded(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException("A text is not valid Unicode.", e);
        }
    }

    private static void WriteRun(ReadOnlySpan<char> text, IBufferWriter<byte> output)
    {
        if (text.IsEmpty)
            return;
        try
        {
            output.Advance(Strict.GetBytes(text, output.GetSpan(Strict.GetMaxByteCount(text.Length))));
        }
        catch (EncoderFallbackException e)
        {
            throw new FormatException("A text has half a surrogate pair.", e);
        }
    }

    private static void WriteEscape(char c, IBufferWriter<byte> output) =>
        WriteRun(
            c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\t' => "\\t",
                '\n' => "\\n",
                '\f' => "\\f",
                '\r' => "\\r",
                _ => $"\\u{(int)c:x4}",
            },
            output
        );
}
