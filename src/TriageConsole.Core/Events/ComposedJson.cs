using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TriageConsole.Core.Events;

/// <summary>
/// Writes JSON that is composed of parts of an event, without unnecessary escapes. Each thread reuses its writer and buffer, because an
/// event needs three such texts.
/// </summary>
public static class ComposedJson
{
    /// <summary>Larger buffers are not kept.</summary>
    private const int MaxKept = 1 << 20;

    private static readonly JsonWriterOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? kept;

    /// <summary>
    /// The text that <paramref name="write"/> writes. Exceptions of the callback pass through. Throws a
    /// <see cref="DecoderFallbackException"/> if the bytes are not valid UTF-8.
    /// </summary>
    /// <param name="write">Writes one value.</param>
    public static string Write(Action<Utf8JsonWriter> write)
    {
        var (buffer, writer) = kept ?? New();
        // Not available while in use: a nested call gets a new writer, and after an exception the half-written one is not reused.
        kept = null;
        write(writer);
        writer.Flush();
        var text = StrictUtf8.GetString(buffer.WrittenSpan);
        if (buffer.Capacity > MaxKept)
            return text;
        buffer.ResetWrittenCount();
        writer.Reset();
        kept = (buffer, writer);
        return text;
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer) New()
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        return (buffer, new Utf8JsonWriter(buffer, Relaxed));
    }
}
