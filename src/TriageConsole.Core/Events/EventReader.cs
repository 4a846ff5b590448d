using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TriageConsole.Core.Common;

namespace TriageConsole.Core.Events;

/// <summary>
/// Reads one line of the event contract. Lenient where nothing is lost by it (numbers as strings, unknown fields, NUL characters),
/// strict where a join or a meaning would be (missing keys, duplicate keys, times in the future).
/// </summary>
public static class EventReader
{
    /// <summary>Longest text of one field, in characters; longer is cut, with a flag, and its hash is that of the whole.</summary>
    public const int MaxFieldChars = 1_000_000;

    /// <summary>Longest key-like value (ids, versions, segments), in characters.</summary>
    public const int MaxKeyChars = 300;

    /// <summary>Most names and values in the open-ended parts of a line.</summary>
    public const int MaxValues = 200_000;

    /// <summary>Deepest nesting of JSON read.</summary>
    public const int MaxDepth = 64;

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Disallow };

    /// <summary>Reads a line; never throws for what the line says.</summary>
    /// <param name="line">UTF-8 JSON, one object. The event keeps a part of it and must not outlive it.</param>
    /// <param name="now">The present; a timestamp more than a day ahead of it is refused.</param>
    /// <param name="defaultKind">The kind of a line that names none: interaction, or feedback on the feedback address.</param>
    public static ParsedEvent Read(ReadOnlyMemory<byte> line, DateTimeOffset now, string defaultKind = "interaction")
    {
        try
        {
            line = JsonEscapes.Storable(line);
            var reader = new Utf8JsonReader(line.Span, ReaderOptions);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return Refuse("not_an_object", "The line is not a JSON object.");
            var fields = EventFields.Read(ref reader, line);
            if (reader.Read())
                return Refuse("invalid_json", "There is more on the line after the object.");
            return Build(fields, now, defaultKind);
        }
        catch (EventRefusedException e)
        {
            return new ParsedEvent(null, null, e.Refusal);
        }
        catch (JsonException e)
        {
            return Refuse(e.Message.Contains("depth", StringComparison.OrdinalIgnoreCase) ? "too_deep" : "invalid_json", Explain(e));
        }
        catch (Exception e) when (e is InvalidOperationException or DecoderFallbackException)
        {
            // The reader found bytes that are no UTF-8, or half a surrogate pair, inside a string.
            return Refuse("invalid_utf8", "A text is not valid UTF-8.");
        }
    }

    private static string Explain(JsonException e) =>
        e.Message.Contains("depth", StringComparison.OrdinalIgnoreCase)
            ? $"Nested deeper than {MaxDepth} levels."
            : $"Not valid JSON at byte {e.BytePositionInLine ?? 0}.";

    private static ParsedEvent Build(EventFields fields, DateTimeOffset now, string defaultKind)
    {
        var kind = fields.Kind ?? defaultKind;
        if (
            fields.Interaction.Feedback.Select(f => f.Timestamp).Append(fields.Timestamp).FirstOrDefault(t => t > now.AddDays(1)) is
            { } time
        )
            return Refuse("timestamp_in_future", $"The timestamp {time:u} is more than a day ahead of now.");
        return kind switch
        {
            "interaction" => BuildInteraction(fields),
            "feedback" or "outcome" or "retrieval" => BuildLate(fields, kind),
            _ => Refuse("unknown_kind", $"The kind '{Short(kind)}' is none of interaction, feedback, outcome, retrieval."),
        };
    }

    private static ParsedEvent BuildInteraction(EventFields fields)
    {
        var e = fields.Interaction;
        if (e.TraceId.Length == 0)
            return Missing("trace_id", "it could not be told apart from others");
        if (e.TaskType.Length == 0)
            return Missing("task_type", "it belongs to no workflow");
        if (e.TaskId.Length == 0)
            return Missing("task_id", "it could not be joined to an outcome");
        if (e.ModelVersion.Length == 0)
            return Missing("model_version", "its outcome could not be credited to a version");
        if (e.Propensity is <= 0 or > 1)
            return Refuse("bad_value", "propensity must be above 0 and at most 1.");
        if (OutOfBounds(e.OutcomeMetricValue, e.ClientLatencyMs, e.ServerLatencyMs) is { } refusal)
            return new ParsedEvent(null, null, refusal);
        e.Timestamp = fields.Timestamp;
        e.InputHash ??= e.Input is null ? null : Hash(e.Input);
        e.Context = fields.ContextJson();
        NameSignals(e.Feedback);
        return new ParsedEvent(e, null, null);
    }

    private static ParsedEvent BuildLate(EventFields fields, string kind)
    {
        var e = fields.Interaction;
        var late = new LateEvent
        {
            TraceId = e.TraceId,
            TenantId = e.TenantId,
            TaskType = Null(e.TaskType),
            TaskId = Null(e.TaskId),
            Signal = fields.Signal,
        };
        var byTask = late.TraceId.Length == 0 && late.TaskType is not null && late.TaskId is not null;
        if (late.TraceId.Length == 0 && !byTask)
            return Missing("trace_id", "it could not be joined to its interaction (task_type with task_id also joins)");
        var signal = late.Signal;
        signal.Timestamp = fields.Timestamp;
        signal.UserId = e.UserId;
        if (kind == "outcome")
        {
            late.OutcomeMetricName = e.OutcomeMetricName ?? Null(signal.Name);
            late.OutcomeMetricValue = e.OutcomeMetricValue ?? signal.Number ?? NumberIn(signal.Text);
            if (late.OutcomeMetricName is null)
                return Missing("outcome_metric_name", "the outcome says not what it measures");
            if (late.OutcomeMetricValue is null)
                return Missing("outcome_metric_value", "the outcome has no number");
            if (OutOfBounds(late.OutcomeMetricValue, null, null) is { } refusal)
                return new ParsedEvent(null, null, refusal);
            (signal.Type, signal.Name, signal.Number) = (SignalType.Outcome, SignalName(late.OutcomeMetricName), late.OutcomeMetricValue);
        }
        else if (kind == "retrieval")
        {
            (signal.Type, signal.Name, signal.Text) = (
                SignalType.Implicit,
                SignalName($"retrieval.{(signal.Name.Length == 0 ? "clicked" : signal.Name)}"),
                fields.DocumentId ?? signal.Text
            );
        }

        if (signal.Name.Length == 0)
            return Missing("name", "the feedback says not what it is");
        NameSignals([signal]);
        return new ParsedEvent(null, late, null);
    }

    /// <summary>A signal's name that was put together from others, as long as a name may be.</summary>
    /// <param name="composed">The whole name.</param>
    public static string SignalName(string composed) => Texts.Key(composed, SignalReader.MaxNameChars);

    /// <summary>Numbers may come as texts.</summary>
    private static double? NumberIn(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static Refusal? OutOfBounds(double? outcome, double? clientMs, double? serverMs)
    {
        if (outcome is { } value && !EventBounds.Holds(value, EventBounds.Outcome))
            return new Refusal("bad_number", "outcome_metric_value lies beyond 1e12 in size; no metric is that large.");
        if (clientMs is { } client && !EventBounds.Holds(client, EventBounds.LatencyMs))
            return new Refusal("bad_number", "client_latency_ms lies beyond 1e10 in size; no answer takes that long.");
        if (serverMs is { } server && !EventBounds.Holds(server, EventBounds.LatencyMs))
            return new Refusal("bad_number", "server_latency_ms lies beyond 1e10 in size; no answer takes that long.");
        return null;
    }

    /// <summary>Gives a signal without its own id one from its content; of equal ones in one event, each keeps its own.</summary>
    private static void NameSignals(List<SignalEvent> signals)
    {
        Dictionary<string, int>? seen = null;
        foreach (var s in signals)
        {
            if (s.Key.Length > 0)
                continue;
            var key = ContentKey(s);
            seen ??= [];
            seen[key] = seen.TryGetValue(key, out var times) ? times + 1 : 0;
            s.Key = seen[key] == 0 ? key : $"{key}-{seen[key]}";
        }
    }

    private static string ContentKey(SignalEvent s)
    {
        Span<char> text = stackalloc char[512];
        if (!text.TryWrite($"{s.Type}\n{s.Name}\n{s.Number:R}\n{s.Text}\n{s.Comment}\n{s.UserId}\n{s.Timestamp:O}", out var length))
            return Hash($"{s.Type}\n{s.Name}\n{s.Number:R}\n{s.Text}\n{s.Comment}\n{s.UserId}\n{s.Timestamp:O}")[..40];
        Span<byte> bytes = stackalloc byte[3 * 512];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(text[..length], bytes)], hash);
        return Convert.ToHexStringLower(hash[..20]);
    }

    /// <summary>The key under which a signal for a task waits: the task is part of what tells it from others.</summary>
    public static string KeyOfTaskSignal(string taskType, string taskId, string signalKey) =>
        "task:" + Hash($"{taskType}\n{taskId}\n{signalKey}")[..40];

    internal static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    internal static string Short(string text) => Texts.Cut(text, 61);

    private static string? Null(string text) => text.Length == 0 ? null : text;

    private static ParsedEvent Missing(string field, string why) => Refuse($"missing_{field}", $"Without {field} {why}.");

    private static ParsedEvent Refuse(string reason, string detail) => new(null, null, new Refusal(reason, detail));
}

/// <summary>Ends the reading of a line from deep inside it.</summary>
internal sealed class EventRefusedException(string reason, string detail) : Exception(detail)
{
    public Refusal Refusal { get; } = new(reason, detail);
}
