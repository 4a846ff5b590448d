using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
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
        var root = context is null ? [] : JsonNode.Parse(context)!.AsObject();
        if (root["metadata"] is not JsonObject metadata) root["metadata"] = metadata = [];
        metadata["source_tenant_id"] = tenant;
        return root.ToJsonString(PendingBody.Relaxed);
    }
}

/// <summary>How a waiting signal is kept.</summary>
internal static class PendingBody
{
    public static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(LateEvent late) => JsonSerializer.Serialize(late, Relaxed);

    public static LateEvent Read(string body) => JsonSerializer.Deserialize<LateEvent>(body, Relaxed)!;

    /// <summary>The line of a quarantined event as storable text, and the hash that tells it from others.</summary>
    public static (string Text, string Hash) Quarantined(ReadOnlySpan<byte> line)
    {
        var text = Encoding.UTF8.GetString(line.Length <= 1 << 20 ? line : line[..(1 << 20)]).Replace('\0', '\uFFFD');
        return (text, Convert.ToHexStringLower(SHA256.HashData(line)));
    }
}
