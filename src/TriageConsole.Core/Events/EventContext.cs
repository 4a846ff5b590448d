using System.Runtime.InteropServices;
using System.Text.Json;

namespace TriageConsole.Core.Events;

/// <summary>
/// The open-ended parts of an event, kept as sent: structured parts, fields that are not in the contract, and the names of cut texts.
/// </summary>
internal sealed class EventContext
{
    private const int MaxUnknown = 1000;

    private readonly Dictionary<string, byte[]> open = new(StringComparer.Ordinal);
    private readonly List<(string Name, byte[] Json)> unknown = [];
    private readonly List<string> cut = [];

    /// <summary>Keeps a structured part of the contract, such as the parameters.</summary>
    public void Keep(string name, byte[] json) => open[name] = json;

    /// <summary>Keeps the value at the position of the reader, of a field that is not in the contract.</summary>
    public void KeepUnknown(string name, RawValues raw, ref Utf8JsonReader reader)
    {
        // Checked before the value is read and copied.
        if (unknown.Count == MaxUnknown)
            throw RawValues.TooMany($"more than {MaxUnknown} fields that are not in the contract");
        unknown.Add((name, raw.Bytes(ref reader)));
    }

    /// <summary>Notes that the text of a field was cut.</summary>
    public void NoteCut(string name) => cut.Add(name);

    /// <summary>The open-ended parts as one JSON object; null if there are none.</summary>
    public string? ToJson()
    {
        if (open.Count == 0 && unknown.Count == 0 && cut.Count == 0)
            return null;
        return ComposedJson.Write(Write);
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (name, json) in open)
        {
            if (name == "metadata" && (unknown.Count > 0 || cut.Count > 0))
                continue;
            writer.WritePropertyName(name);
            writer.WriteRawValue(json, skipInputValidation: true);
        }

        WriteMetadata(writer);
        writer.WriteEndObject();
    }

    /// <summary>
    /// Writes the metadata of the sender, the fields that are not in the contract, and the names of the texts that were cut.
    /// </summary>
    private void WriteMetadata(Utf8JsonWriter writer)
    {
        if (unknown.Count == 0 && cut.Count == 0)
            return;
        writer.WritePropertyName("metadata");
        writer.WriteStartObject();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        if (open.TryGetValue("metadata", out var metadata))
        {
            using var document = JsonDocument.Parse(metadata);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                foreach (var property in document.RootElement.EnumerateObject())
                {
                    if (SafeJson.Name(property) is not { } name || !taken.Add(name))
                        continue;
                    writer.WritePropertyName(name);
                    writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(property.Value), skipInputValidation: true);
                }
            }
            else
            {
                writer.WritePropertyName("metadata");
                writer.WriteRawValue(metadata, skipInputValidation: true);
            }
        }

        foreach (var (name, json) in unknown.Where(u => taken.Add(u.Name)))
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(json, skipInputValidation: true);
        }

        if (cut.Count > 0 && taken.Add("cut_fields"))
        {
            writer.WriteStartArray("cut_fields");
            foreach (var name in cut)
                writer.WriteStringValue(name);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
