using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using TriageConsole.Core.Common;

namespace TriageConsole.Core.Redaction;

/// <summary>
/// Redacts the strings, property names and long numbers of JSON. Everything else stays byte for byte, so that numbers keep their digits.
/// </summary>
internal sealed class JsonRedaction(TextRedactor redactor, int nesting)
{
    /// <summary>No finding has fewer bytes.</summary>
    private const int Shortest = 5;

    /// <summary>A number with fewer digits is no number of a person.</summary>
    private const int LeastDigits = 7;

    /// <summary>Bytes of a text that is checked for being harmless. Longer texts are remembered instead.</summary>
    private const int MaxHarmless = 48;

    /// <summary>A longer property name says nothing about its value.</summary>
    private const int MaxName = 100;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1024 };

    /// <summary>
    /// Characters of which nothing is found, unless a word for passwords is in the text or in the name of its property, or a run as long
    /// as a token in the text. Numbers and addresses have others.
    /// </summary>
    private static readonly SearchValues<byte> Harmless = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ,!?_'()"u8
    );

    private ArrayBufferWriter<byte>? output;
    private int copied;
    private char[]? nameBuffer;
    private int nameStart;

    /// <summary>Number of bytes of the last name in the JSON. Most names are never needed as characters.</summary>
    private int nameBytes;

    /// <summary>Number of characters of the name in the buffer; 0 without a name, −1 if it is not there yet.</summary>
    private int nameLength;

    /// <summary>Reads the JSON. False if it is not JSON; then nothing is known.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <param name="redacted">The redacted JSON; null if nothing was found.</param>
    public bool Redact(ReadOnlyMemory<byte> json, out ReadOnlyMemory<byte>? redacted)
    {
        redacted = null;
        try
        {
            var reader = new Utf8JsonReader(json.Span, Options);
            while (reader.Read())
                Take(ref reader, json.Span);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }

        if (output is null)
            return true;
        output.Write(json.Span[copied..]);
        redacted = output.WrittenMemory;
        return true;
    }

    private void Take(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                // Names are short and repeat, so the check is on bytes first.
                if (MayBePersonal(reader.ValueSpan))
                    Change(ref reader, json, "");
                (nameStart, nameBytes, nameLength) = ((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, -1);
                if (nameBytes > MaxName)
                    nameLength = 0;
                else if (reader.ValueIsEscaped)
                    nameLength = reader.CopyString(nameBuffer ??= new char[MaxName]);
                break;
            case JsonTokenType.String when reader.ValueSpan.Length >= Shortest:
                TakeText(ref reader, json);
                break;
            case JsonTokenType.Number when reader.ValueSpan.Length >= LeastDigits:
                TakeNumber(ref reader, json);
                break;
            case JsonTokenType.EndObject:
                nameLength = 0;
                break;
        }
    }

    private void TakeText(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (IsHarmless(reader.ValueSpan))
            return;
        var key = redactor.KeyOf(reader.ValueSpan, Name(json), nesting);
        if (key is { } known && KnownTexts.Contains(known))
            return;
        var before = copied;
        if (!TakeInside(ref reader, json))
            Change(ref reader, json, Name(json));
        if (key is { } searched && copied == before)
            KnownTexts.Add(searched);
    }

    private static bool MayBePersonal(ReadOnlySpan<byte> property) =>
        property.Length >= Shortest && (property.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0 || property.Contains((byte)'@'));

    /// <summary>Whether a short text can be left out of the search. Many values are a word or two.</summary>
    private bool IsHarmless(ReadOnlySpan<byte> text)
    {
        if (text.Length > MaxHarmless || !redactor.FindsNoWords || text.ContainsAnyExcept(Harmless))
            return false;
        Span<char> letters = stackalloc char[text.Length];
        Ascii.ToUtf16(text, letters, out _);
        if (Secrets.MayBeIn(letters))
            return false;
        // A word of other than small letters can be the value of a property that is named as a password.
        return !text.ContainsAnyExceptInRange((byte)'a', (byte)'z') || letters.Trim().Contains(' ');
    }

    /// <summary>The name of the property whose value is read; empty without one.</summary>
    private ReadOnlySpan<char> Name(ReadOnlySpan<byte> json)
    {
        if (nameLength < 0)
            nameLength = Encoding.UTF8.GetChars(json.Slice(nameStart, nameBytes), nameBuffer ??= new char[MaxName]);
        return nameBuffer.AsSpan(0, nameLength);
    }

    /// <summary>Redacts a string that is JSON itself. False if it is not. Its bytes need not become characters in between.</summary>
    private bool TakeInside(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.ValueSpan[0] is not ((byte)'{' or (byte)'[' or (byte)'\\' or (byte)' '))
            return false;
        var buffer = Buffers.Rent<byte>(reader.ValueSpan.Length);
        try
        {
            if (!redactor.TryInside(buffer.AsMemory(0, reader.CopyString(buffer)), nesting, out var redacted))
                return false;
            if (redacted is not null)
                Replace(json, (int)reader.TokenStartIndex, reader.ValueSpan.Length + 2, redacted);
            return true;
        }
        finally
        {
            Buffers.Return(buffer);
        }
    }

    private void Change(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ReadOnlySpan<char> context)
    {
        var buffer = Buffers.Rent<char>(reader.ValueSpan.Length);
        try
        {
            var text = buffer.AsSpan(0, reader.CopyString(buffer));
            var replaced = Key(text, context, out var isKey);
            if (!isKey)
                replaced = redactor.Replaced(text, context, nesting);
            if (replaced is null)
                return;
            Replace(json, (int)reader.TokenStartIndex, reader.ValueSpan.Length + 2, replaced);
        }
        finally
        {
            Buffers.Return(buffer);
        }
    }

    private string? Key(ReadOnlySpan<char> text, ReadOnlySpan<char> field, out bool isKey)
    {
        isKey = redactor.HashKey is not null && JoinKeys.IsField(field);
        return isKey && text.ToString() is var key && JoinKeys.IsPersonal(key) ? redactor.HashKey!(key) : null;
    }

    /// <summary>A number of a card or phone can be sent as a JSON number. It becomes a string.</summary>
    private void TakeNumber(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.ValueSpan.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
            return;
        var digits = Encoding.ASCII.GetString(reader.ValueSpan);
        var name = Name(json);
        var replaced = Key(digits, name, out var isKey);
        if ((isKey ? replaced : redactor.Replaced(digits, name, nesting)) is { } text)
            Replace(json, (int)reader.TokenStartIndex, digits.Length, text);
    }

    private void Replace(ReadOnlySpan<byte> json, int start, int length, string text)
    {
        output ??= new ArrayBufferWriter<byte>(json.Length + 256);
        output.Write(json[copied..start]);
        output.Write("\""u8);
        output.Write(JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        output.Write("\""u8);
        copied = start + length;
    }
}
