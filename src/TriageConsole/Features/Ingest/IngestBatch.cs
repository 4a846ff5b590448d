using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using TriageConsole.Core.Events;
using TriageConsole.Core.Redaction;

namespace TriageConsole.Features.Ingest;

/// <summary>The parsed lines of one tenant for one transaction.</summary>
public sealed class IngestBatch
{
    public List<(EventLine Line, InteractionEvent Event)> Interactions { get; } = [];

    public List<LateLine> Late { get; } = [];

    /// <summary>Parts of traces, which become interactions together with the parts that are stored.</summary>
    public List<TraceLine> Parts { get; } = [];

    /// <summary>Traces that are folded again because parts of them wait for it.</summary>
    public List<string> Folds { get; } = [];

    public List<(EventLine Line, Refusal Refusal)> Refused { get; } = [];

    /// <summary>
    /// If true, signals that wait for these interactions are not joined in this transaction. The job joins them later, one by one if
    /// necessary.
    /// </summary>
    public bool LeavesWaiting { get; set; }

    /// <summary>False if its lines are already in the event log: signals that have waited, and batches of a replay.</summary>
    public bool IsNew { get; init; } = true;

    public int Count => Interactions.Count + Late.Count + Parts.Count + Folds.Count + Refused.Count;

    /// <summary>Splits the lines into two batches and keeps their order.</summary>
    public (IngestBatch First, IngestBatch Second) Split()
    {
        var parts = Late.Select(l => (l.Line.Number, Add: (Action<IngestBatch>)(b => b.Late.Add(l))))
            .Concat(Interactions.Select(i => (i.Line.Number, Add: (Action<IngestBatch>)(b => b.Interactions.Add(i)))))
            .Concat(Parts.Select(p => (p.Line.Number, Add: (Action<IngestBatch>)(b => b.Parts.Add(p)))))
            .Concat(Refused.Select(r => (r.Line.Number, Add: (Action<IngestBatch>)(b => b.Refused.Add(r)))))
            .OrderBy(p => p.Number)
            .ToList();
        var (first, second) = (new IngestBatch { IsNew = IsNew }, new IngestBatch { IsNew = IsNew });
        for (var n = 0; n < parts.Count; n++)
            parts[n].Add(n < parts.Count / 2 ? first : second);
        return (first, second);
    }

    /// <summary>
    /// Moves the single line of a batch that cannot be stored to the quarantine, in the form in which it arrived or waited.
    /// </summary>
    public (IngestBatch Aside, long PendingId) SetAside(Refusal refusal)
    {
        var aside = new IngestBatch { IsNew = IsNew };
        var late = Late.Count > 0 ? Late[0] : default;
        var line =
            Parts.Count > 0 ? Parts[0].Line
            : Late.Count == 0 ? Interactions[0].Line
            : late.PendingId > 0 ? new EventLine(0, Encoding.UTF8.GetBytes(WaitingSignals.Body(late.Event)))
            : late.Line;
        aside.Refused.Add((line, refusal));
        return (aside, late.PendingId);
    }

    /// <summary>The batch with other events of the same lines.</summary>
    public IngestBatch With(
        IReadOnlyList<(EventLine Line, InteractionEvent Event)> interactions,
        IReadOnlyList<LateLine> late,
        IReadOnlyList<TraceLine> parts
    )
    {
        var batch = new IngestBatch { LeavesWaiting = LeavesWaiting, IsNew = IsNew };
        batch.Interactions.AddRange(interactions);
        batch.Late.AddRange(late);
        batch.Parts.AddRange(parts);
        batch.Folds.AddRange(Folds);
        batch.Refused.AddRange(Refused);
        return batch;
    }

    /// <summary>Replaces the keys that look like personal data. A second call changes nothing.</summary>
    public void HashKeys(Func<string, string> hash)
    {
        foreach (var (_, e) in Interactions)
            EventRedaction.HashKeys(e, hash);
        foreach (var line in Late)
            EventRedaction.HashKeys(line.Event, hash);
        for (var n = 0; n < Parts.Count; n++)
            Parts[n] = Parts[n].WithHashedKeys(hash);
    }

    public void Add(EventLine line, ParsedEvent parsed, string? otherTenant)
    {
        if (parsed.Interaction is { } interaction)
        {
            if (otherTenant is not null)
                interaction.Context = WithSourceTenant(interaction.Context, otherTenant);
            Interactions.Add((line, interaction));
        }
        else if (parsed.Late is { } late)
        {
            Late.Add(new LateLine(line, late, 0));
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
