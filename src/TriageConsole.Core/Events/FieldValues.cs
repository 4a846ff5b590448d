using System.Globalization;
using System.Text.Json;

namespace TriageConsole.Core.Events;

/// <summary>Reads single values of a line: keys, numbers, times. An invalid value refuses the line with the name of the field.</summary>
internal static class FieldValues
{
    public static string? Key(string name, ref Utf8JsonReader reader, int limit = EventReader.MaxKeyChars)
    {
        var text = reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number => System.Text.Encoding.ASCII.GetString(reader.ValueSpan),
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            _ => throw new EventRefusedException("bad_type", $"{name} must be a text."),
        };
        // SQL Server treats "a" and "a " as the same key, PostgreSQL does not. Keys therefore never end in white space.
        text = text?.TrimEnd();
        return string.IsNullOrWhiteSpace(text) ? null : Limit(name, text, limit);
    }

    /// <summary>
    /// Reads a key that is part of URLs of pages and of the API. <c>.</c> and <c>..</c> refer to other pages there, so they cannot be keys.
    /// </summary>
    public static string? Id(string name, ref Utf8JsonReader reader, int limit = EventReader.MaxKeyChars) =>
        Key(name, ref reader, limit) is var id && id is "." or ".."
            ? throw new EventRefusedException("bad_id", $"{name} is '{id}', which cannot be part of a URL.")
            : id;

    public static string Limit(string name, string text, int limit) =>
        text.Length <= limit ? text : throw new EventRefusedException("too_long", $"{name} is longer than {limit} characters.");

    public static double? Number(string name, ref Utf8JsonReader reader)
    {
        double value;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.True:
                return 1;
            case JsonTokenType.False:
                return 0;
            // The float type of SQL Server has no subnormal numbers: store them as zero.
            case JsonTokenType.Number when reader.TryGetDouble(out value) && double.IsFinite(value):
                return double.IsSubnormal(value) ? 0 : value;
            case JsonTokenType.String when string.IsNullOrWhiteSpace(reader.GetString()):
                return null;
            case JsonTokenType.String
                when double.TryParse(reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out value)
                    && double.IsFinite(value):
                return double.IsSubnormal(value) ? 0 : value;
            default:
                throw new EventRefusedException("bad_number", $"{name} is not a finite number.");
        }
    }

    public static int? Whole(string name, ref Utf8JsonReader reader) =>
        Number(name, ref reader) is not { } number ? null
        : number is >= 0 and <= int.MaxValue ? (int)number
        : throw new EventRefusedException("bad_number", $"{name} must be a whole number, zero or more.");

    public static bool Bool(string name, ref Utf8JsonReader reader) =>
        reader.TokenType switch
        {
            JsonTokenType.Null => false,
            JsonTokenType.String when bool.TryParse(reader.GetString(), out var value) => value,
            _ => Number(name, ref reader) is > 0,
        };

    public static DateTimeOffset? Time(string name, ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        var read = reader.TokenType switch
        {
            JsonTokenType.String => TimeText.TryRead(reader.GetString(), out var time) ? time : null,
            JsonTokenType.Number => reader.TryGetDecimal(out var epoch) && TimeText.TryEpoch(epoch, out var time)
                ? time
                : (DateTimeOffset?)null,
            _ => null,
        };
        if (read is { Year: < 1970 })
            throw new EventRefusedException("bad_timestamp", $"{name} is before 1970.");
        return read
            ?? throw new EventRefusedException(
                "bad_timestamp",
                $"{name} is not a time in ISO 8601, and not in seconds or milliseconds since 1970."
            );
    }
}
