using System.Text.Json;
using System.Text.Unicode;

namespace TriageConsole.Core.Events;

/// <summary>Reads values of any type as they were sent, and limits the number of their parts.</summary>
internal sealed class RawValues(ReadOnlyMemory<byte> line)
{
    private static readonly System.Text.UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private int values;

    /// <summary>
    /// Skips a value of any type. Later readers need a few bytes of memory for each part of it, so the number of parts is limited too: 16
    /// MB of <c>1,1,1</c> would need hundreds of MB.
    /// </summary>
    public void Pass(ref Utf8JsonReader reader)
    {
        Count();
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return;
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
            Count();
    }

    /// <summary>A copy of the bytes of the value as sent.</summary>
    public byte[] Bytes(ref Utf8JsonReader reader)
    {
        var from = (int)reader.TokenStartIndex;
        Pass(ref reader);
        return line.Span[from..(int)reader.BytesConsumed].ToArray();
    }

    /// <summary>The bytes of the value, as a slice of the line.</summary>
    public ReadOnlyMemory<byte>? Part(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        var from = (int)reader.TokenStartIndex;
        Pass(ref reader);
        var part = line[from..(int)reader.BytesConsumed];
        // The reader skips texts without decoding them, so invalid UTF-8 is not detected yet.
        return Utf8.IsValid(part.Span) ? part : throw new EventRefusedException("invalid_utf8", "A text is not valid UTF-8.");
    }

    /// <summary>The JSON text of the value.</summary>
    public string? Json(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        var from = (int)reader.TokenStartIndex;
        Pass(ref reader);
        return StrictUtf8.GetString(line.Span[from..(int)reader.BytesConsumed]);
    }

    public static EventRefusedException TooMany(string what) => new("too_many_values", $"The line has {what}.");

    private void Count()
    {
        if (++values > EventReader.MaxValues)
            throw TooMany($"more than {EventReader.MaxValues} names and values");
    }
}
