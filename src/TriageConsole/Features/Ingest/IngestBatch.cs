using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using TriageConsole.Core.Events;

namespace TriageConsole.Features.Ingest;

/// <summary>The parsed lines of one tenant, on their way into one transaction.</summary>
internal sealed class IngestBatch
{
    public List<(long Line, InteractionEvent Event)> Interactions { get; } = [];

    /// <summary>Signals and outcomes; the last is the id of the waiting row it came from, 0 for a new one.</summary>
    public List<(long Line, LateEvent Event, long PendingId)> Late { get; } = [];

    public List<(EventLine Line, Refusal Refusal)> Refused { get; } = [];

    public void Add(EventLine line, ParsedEvent parsed, string? otherTenant)
    {
        if (parsed.Interaction is { } interaction)
        {
            if (otherTenant is not null) interaction.Context = WithSourceTenant(interaction.Context, otherTenant);
            Interactions.Add((line.Number, interaction));
        }
        else if (parsed.Late is { } late)
        {
            Late.Add((line.Number, late, 0));
        }
        else
        {
            Refused.Add((line, parsed.Refusal!));
        }
    }

    private static string WithSourceTenant(string? context, string tenant)
    {
        using var document = JsonDocument.Parse(context ?? "{}", SafeJson.Composed);
        return ComposedJson.Write(writer => CopyWithSource(writer, document.RootElement, tenant));
    }

    private static void CopyWithSource(Utf8JsonWriter writer, JsonElement context, string tenant)
    {
        writer.WriteStartObject();
        foreach (var part in context.EnumerateObject())
            if (SafeJson.Name(part) is { } name and not "metadata")
                Copy(writer, name, part.Value);
        writer.WriteStartObject("metadata");
        if (SafeJson.Find(context, "metadata") is { ValueKind: JsonValueKind.Object } metadata)
            foreach (var property in metadata.EnumerateObject())
                if (SafeJson.Name(property) is { } name and not "source_tenant_id")
                    Copy(writer, name, property.Value);
        writer.WriteString("source_tenant_id", tenant);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Copy(Utf8JsonWriter writer, string name, JsonElement value)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
    }
}

/// <summary>How a waiting signal is kept.</summary>
internal static class PendingBody
{
    public static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(LateEvent late) => JsonSerializer.Serialize(late, Relaxed);

    /// <summary>As it was kept; an outcome beyond the bounds, which an older reader let in, is none.</summary>
    public static LateEvent Read(string body)
    {
        var late = JsonSerializer.Deserialize<LateEvent>(body, Relaxed)!;
        if (late.OutcomeMetricValue is { } value && !EventBounds.Holds(value, EventBounds.Outcome)) (late.OutcomeMetricName, late.OutcomeMetricValue, late.Signal.Number) = (null, null, null);
        return late;
    }

    /// <summary>The line of a quarantined event as storable text, and the hash that tells it from others.</summary>
    public static (string Text, string Hash) Quarantined(ReadOnlySpan<byte> line)
    {
        var text = Encoding.UTF8.GetString(line.Length <= 1 << 20 ? line : line[..(1 << 20)]).Replace('\0', '\uFFFD');
        return (text, Convert.ToHexStringLower(SHA256.HashData(line)));
    }
}
