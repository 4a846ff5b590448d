using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TriageConsole.Core.Events;

/// <summary>Writes JSON composed of an event's parts, as readable as it came. A thread's writer and buffer are used again: an event makes three such texts.</summary>
public static class ComposedJson
{
    /// <summary>A buffer beyond it is not kept.</summary>
    private const int MostKept = 1 << 20;

    private static readonly JsonWriterOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? kept;

    /// <summary>The text that <paramref name="write"/> writes. Whatever it throws passes through, as does a <see cref="DecoderFallbackException"/> for bytes that are no UTF-8.</summary>
    /// <param name="write">Writes one value.</param>
    public static string Write(Action<Utf8JsonWriter> write)
    {
        var (buffer, writer) = kept ?? New();
        // Taken out while in use: whoever writes inside, or throws, gets or leaves none.
        kept = null;
        write(writer);
        writer.Flush();
        var text = StrictUtf8.GetString(buffer.WrittenSpan);
        if (buffer.Capacity > MostKept)
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
