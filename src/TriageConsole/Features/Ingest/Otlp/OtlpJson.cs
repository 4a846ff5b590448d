using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TriageConsole.Core;
using TriageConsole.Core.Events;
using TriageConsole.Core.Telemetry;

namespace TriageConsole.Features.Ingest.Otlp;

/// <summary>
/// Reads the JSON form of the OpenTelemetry protocol: ids are hexadecimal, 64-bit numbers are texts or numbers, names are in camel case
/// (the names of the protobuf files are accepted too). Throws <see cref="JsonException"/> for anything else.
/// </summary>
internal static class OtlpJson
{
    /// <summary>Each level of a value needs three levels of JSON.</summary>
    private const int MaxDepth = 256;

    /// <summary>The code of an error in the status of a span.</summary>
    private const int StatusError = 2;

    public static List<TelemetrySpan> ReadSpans(ReadOnlyMemory<byte> body) =>
        Read(
            body,
            root =>
            {
                var spans = new List<TelemetrySpan>();
                foreach (var group in List(root, "resourceSpans", "resource_spans"))
                {
                    var resource = Attributes(Member(group, "resource", "resource"));
                    foreach (var scope in List(group, "scopeSpans", "scope_spans"))
                        spans.AddRange(List(scope, "spans", "spans").Select(s => Span(s, resource)));
                }

                return spans;
            }
        );

    public static List<TelemetryEvent> ReadLogs(ReadOnlyMemory<byte> body) =>
        Read(
            body,
            root =>
            {
                var logs = new List<TelemetryEvent>();
                foreach (var group in List(root, "resourceLogs", "resource_logs"))
                {
                    var resource = Attributes(Member(group, "resource", "resource"));
                    foreach (var scope in List(group, "scopeLogs", "scope_logs"))
                        logs.AddRange(List(scope, "logRecords", "log_records").Select(r => Log(r, resource)));
                }

                return logs;
            }
        );

    private static T Read<T>(ReadOnlyMemory<byte> body, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(JsonEscapes.Storable(body), new JsonDocumentOptions { MaxDepth = MaxDepth });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? read(document.RootElement)
                : throw new JsonException("The body is not a JSON object.");
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("A text is not valid UTF-8.", e);
        }
    }

    private static TelemetrySpan Span(JsonElement sent, TelemetryAttributes resource)
    {
        var span = new TelemetrySpan
        {
            TraceId = Id(Member(sent, "traceId", "trace_id"), 16),
            SpanId = Id(Member(sent, "spanId", "span_id"), 8),
            ParentId = Id(Member(sent, "parentSpanId", "parent_span_id"), 8) is { Length: > 0 } parent ? parent : null,
            Name = Text(Member(sent, "name", "name")) ?? "",
            Start = Whole(Member(sent, "startTimeUnixNano", "start_time_unix_nano")),
            End = Whole(Member(sent, "endTimeUnixNano", "end_time_unix_nano")),
            IsError = Member(sent, "status", "status") is { } status && IsErrorCode(Member(status, "code", "code")),
            Resource = resource,
        };
        Fill(span.Attributes, sent);
        foreach (var item in List(sent, "events", "events"))
        {
            var e = new TelemetryEvent
            {
                Name = Text(Member(item, "name", "name")) ?? "",
                Time = Whole(Member(item, "timeUnixNano", "time_unix_nano")),
            };
            Fill(e.Attributes, item);
            span.Events.Add(e);
        }

        foreach (var link in List(sent, "links", "links"))
            if (Id(Member(link, "traceId", "trace_id"), 16) is { Length: > 0 } trace)
                span.Links.Add(new TelemetryLink(trace, Id(Member(link, "spanId", "span_id"), 8)));
        return span;
    }

    private static TelemetryEvent Log(JsonElement sent, TelemetryAttributes resource)
    {
        var time = Whole(Member(sent, "timeUnixNano", "time_unix_nano"));
        var log = new TelemetryEvent
        {
            Name = Text(Member(sent, "eventName", "event_name")) ?? "",
            Time = time == 0 ? Whole(Member(sent, "observedTimeUnixNano", "observed_time_unix_nano")) : time,
            TraceId = Id(Member(sent, "traceId", "trace_id"), 16),
            SpanId = Id(Member(sent, "spanId", "span_id"), 8),
            Body = Value(Member(sent, "body", "body")),
            Resource = resource,
        };
        Fill(log.Attributes, sent);
        return log;
    }

    private static TelemetryAttributes Attributes(JsonElement? of)
    {
        var attributes = new TelemetryAttributes();
        if (of is { } element)
            Fill(attributes, element);
        return attributes;
    }

    private static void Fill(TelemetryAttributes attributes, JsonElement of)
    {
        foreach (var pair in List(of, "attributes", "attributes"))
            if (Text(Member(pair, "key", "key")) is { } key)
                attributes.Set(key, Value(Member(pair, "value", "value")));
    }

    private static JsonNode? Value(JsonElement? value)
    {
        if (value is not { ValueKind: JsonValueKind.Object } any)
            return null;
        foreach (var member in any.EnumerateObject())
            switch (member.Name)
            {
                case "stringValue" or "string_value" or "bytesValue" or "bytes_value":
                    return JsonValue.Create(Text(member.Value));
                case "boolValue" or "bool_value":
                    return JsonValue.Create(member.Value.ValueKind == JsonValueKind.True);
                case "intValue" or "int_value" or "doubleValue" or "double_value":
                    return Number(member.Value);
                case "arrayValue" or "array_value":
                    return new JsonArray([.. List(member.Value, "values", "values").Select(v => Value(v))]);
                case "kvlistValue" or "kvlist_value":
                    var result = new JsonObject();
                    foreach (var pair in List(member.Value, "values", "values"))
                        if (Text(Member(pair, "key", "key")) is { } key)
                            result[key] = Value(Member(pair, "value", "value"));
                    return result;
            }

        return null;
    }

    /// <summary>Whole numbers stay whole, also beyond the precision of a double.</summary>
    private static JsonNode? Number(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? JsonValue.Create(whole)
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? OtlpProtobuf.Number(number)
            : null;
    }

    private static ulong Whole(JsonElement? value) =>
        value is { } sent
        && ulong.TryParse(
            sent.ValueKind == JsonValueKind.String ? sent.GetString() : sent.GetRawText(),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : 0;

    private static bool IsErrorCode(JsonElement? code) =>
        code is { } sent
        && (sent.ValueKind == JsonValueKind.String ? sent.GetString() is "STATUS_CODE_ERROR" or "2" : Whole(sent) == StatusError);

    /// <summary>The id in lower-case hexadecimal; empty if it is none or all zero.</summary>
    private static string Id(JsonElement? value, int bytes)
    {
        var text = Text(value) ?? "";
        return text.Length == 2 * bytes && text.All(char.IsAsciiHexDigit) && text.AsSpan().ContainsAnyExcept('0')
            ? text.ToLowerInvariant()
            : "";
    }

    private static string? Text(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.String } text ? Texts.Storable(text.GetString()!) : null;

    private static JsonElement? Member(JsonElement of, string name, string other) =>
        of.ValueKind != JsonValueKind.Object ? null
        : of.TryGetProperty(name, out var value) || of.TryGetProperty(other, out value) ? value
        : null;

    private static List<JsonElement> List(JsonElement of, string name, string other) =>
        Member(of, name, other) switch
        {
            null or { ValueKind: JsonValueKind.Null } => [],
            { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray()],
            _ => throw new JsonException($"{name} is not an array."),
        };
}
