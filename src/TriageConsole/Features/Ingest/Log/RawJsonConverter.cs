using System.Text.Json;
using System.Text.Json.Serialization;

namespace TriageConsole.Features.Ingest.Log;

/// <summary>Writes a stored JSON text as JSON instead of a text with escapes, and reads it back byte by byte.</summary>
internal sealed class RawJsonConverter : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.GetRawText();
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value!, skipInputValidation: true);
}
