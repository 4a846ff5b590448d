using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TriageConsole.Core.Common;

namespace TriageConsole.Core.Events;

/// <summary>
/// Reads one line of the event contract. It is lenient if nothing is lost (numbers as strings, unknown fields, NUL characters), and strict
/// if a join or a meaning would be lost (missing keys, duplicate keys, times in the future).
/// </summary>
public static class EventReader
{
    /// <summary>
    /// Maximum length of a text field in UTF-16 code units. A longer text is cut and flagged; its hash is that of the whole text.
    /// </summary>
    public const int MaxFieldChars = 1_000_000;

    /// <summary>Maximum length of a key (id, version, segment) in UTF-16 code units.</summary>
    public const int MaxKeyChars = 300;

    /// <summary>Maximum number of names and values in the open-ended parts of a line.</summary>
    public const int MaxValues = 200_000;

    /// <summary>Maximum nesting depth of the JSON.</summary>
    public const int MaxDepth = 64;

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Disallow };

    /// <summary>Reads a line. Never throws for its content.</summary>
    /// <param name="line">UTF-8 JSON, one object. The event refers to this memory and must not outlive it.</param>
    /// <param name="now">The current time. A timestamp more than a day later is refused.</param>
    /// <param name="defaultKind">The kind of a line without a kind: interaction, or feedback at the feedback endpoint.</param>
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
                return Refuse("invalid_json", "The line has content after the object.");
            return Build(fields, now, defaultKind);
        }
        catch (EventRefusedException e)
        {
            return new ParsedEvent(null, null, e.Refusal);
        }
        catch (JsonException e)
        {
            return Refuse(IsTooDeep(e) ? "too_deep" : "invalid_json", Explain(e));
        }
        catch (Exception e) when (e is InvalidOperationException or DecoderFallbackException)
        {
            // The reader found invalid UTF-8 or an unpaired surrogate inside a string.
            return Refuse("invalid_utf8", "A text is not valid UTF-8.");
        }
    }

    /// <summary>The message about JSON that ends too early speaks of a depth too.</summary>
    private static bool IsTooDeep(JsonException e) => e.Message.Contains("maximum configured depth", StringComparison.OrdinalIgnoreCase);

    private static string Explain(JsonException e) =>
        IsTooDeep(e) ? $"Nested deeper than {MaxDepth} levels." : $"Not valid JSON at byte {e.BytePositionInLine ?? 0}.";

    private static ParsedEvent Build(EventFields fields, DateTimeOffset now, string defaultKind)
    {
        var kind = fields.Kind ?? defaultKind;
        if (
            fields.Interaction.Feedback.Select(f => f.Timestamp).Append(fields.Timestamp).FirstOrDefault(t => t > now.AddDays(1)) is
            { } time
        )
            return Refuse("timestamp_in_future", $"The timestamp {time:u} is more than a day in the future.");
        return kind switch
        {
            "interaction" => BuildInteraction(fields),
            "feedback" or "outcome" or "retrieval" => BuildLate(fields, kind),
            _ => Refuse(
                "unknown_kind",
                $"The kind '{Short(kind)}' is unknown; valid kinds are interaction, feedback, outcome and retrieval."
            ),
        };
    }

    private static ParsedEvent BuildInteraction(EventFields fields)
    {
        var e = fields.Interaction;
        if (e.TraceId.Length == 0)
            return Missing("trace_id", "it cannot be distinguished from other interactions");
        if (e.TaskType.Length == 0)
            return Missing("task_type", "it belongs to no workflow");
        if (e.TaskId.Length == 0)
            return Missing("task_id", "it cannot be joined to an outcome");
        if (e.ModelVersion.Length == 0)
            return Missing("model_version", "its outcome cannot be attributed to a version");
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
        // A trace or a task says more: several interactions can have the same response.
        late.OutputId = late.TraceId.Length == 0 && !byTask ? e.OutputId : null;
        // A response says more: a session has many.
        late.SessionId = late.TraceId.Length == 0 && !byTask && late.OutputId is null ? e.SessionId : null;
        if (late.TraceId.Length == 0 && !byTask && late.OutputId is null && late.SessionId is null)
            return Missing(
                "trace_id",
                "it cannot be joined to its interaction (task_type with task_id, output_id, or session_id also works)"
            );
        var signal = late.Signal;
        signal.Timestamp = fields.Timestamp;
        signal.UserId = e.UserId;
        if (kind == "outcome")
        {
            late.OutcomeMetricName = e.OutcomeMetricName ?? Null(signal.Name);
            late.OutcomeMetricValue = e.OutcomeMetricValue ?? signal.Number ?? NumberIn(signal.Text);
            if (late.OutcomeMetricName is null)
                return Missing("outcome_metric_name", "the metric of the outcome is unknown");
            if (late.OutcomeMetricValue is null)
                return Missing("outcome_metric_value", "the outcome has no value");
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
            return Missing("name", "the meaning of the feedback is unknown");
        NameSignals([signal]);
        return new ParsedEvent(null, late, null);
    }

    /// <summary>A composed name of a signal, shortened to the maximum length of a name.</summary>
    /// <param name="composed">The full name.</param>
    public static string SignalName(string composed) => Texts.Key(composed, SignalReader.MaxNameChars);

    /// <summary>Numbers can be sent as strings.</summary>
    private static double? NumberIn(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static Refusal? OutOfBounds(double? outcome, double? clientMs, double? serverMs)
    {
        if (outcome is { } value && !EventBounds.Holds(value, EventBounds.Outcome))
            return new Refusal("bad_number", "The absolute value of outcome_metric_value is above 1e12.");
        if (clientMs is { } client && !EventBounds.Holds(client, EventBounds.LatencyMs))
            return new Refusal("bad_number", "The absolute value of client_latency_ms is above 1e10.");
        if (serverMs is { } server && !EventBounds.Holds(server, EventBounds.LatencyMs))
            return new Refusal("bad_number", "The absolute value of server_latency_ms is above 1e10.");
        return null;
    }

    /// <summary>Derives the id of a signal without an id from its content. Equal signals in one event get distinct ids.</summary>
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
            s.HasContentKey = true;
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

    /// <summary>
    /// The key of a signal that waits for its task. It includes the task, so that signals of different tasks stay distinct.
    /// </summary>
    public static string KeyOfTaskSignal(string taskType, string taskId, string signalKey) =>
        "task:" + Hash($"{taskType}\n{taskId}\n{signalKey}")[..40];

    /// <summary>The key of a signal that waits for a response. It includes the response, as above.</summary>
    public static string KeyOfOutputSignal(string outputId, string signalKey) => "output:" + Hash($"{outputId}\n{signalKey}")[..40];

    /// <summary>The key of a signal that waits for a session. It includes the session, as above.</summary>
    public static string KeyOfSessionSignal(string sessionId, string signalKey) => "session:" + Hash($"{sessionId}\n{signalKey}")[..40];

    /// <summary>The key of a signal about one model call of a trace, so that equal signals about several calls stay distinct.</summary>
    /// <param name="call">The id of the response, or else of the span.</param>
    /// <param name="contentKey">The key that is derived from the content of the signal.</param>
    public static string KeyOfCallSignal(string call, string contentKey) => "call:" + Hash($"{call}\n{contentKey}")[..40];

    /// <summary>The SHA-256 of a text, hexadecimal.</summary>
    /// <param name="text">The text.</param>
    public static string HashOf(string text) => Hash(text);

    internal static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    internal static string Short(string text) => Texts.Cut(text, 61);

    private static string? Null(string text) => text.Length == 0 ? null : text;

    private static ParsedEvent Missing(string field, string consequence) => Refuse($"missing_{field}", $"Without {field}, {consequence}.");

    private static ParsedEvent Refuse(string reason, string detail) => new(null, null, new Refusal(reason, detail));
}
