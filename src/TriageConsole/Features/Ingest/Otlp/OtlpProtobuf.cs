using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Collections;
using OpenTelemetryProtocol;
using TriageConsole.Core;
using TriageConsole.Core.Telemetry;

namespace TriageConsole.Features.Ingest.Otlp;

/// <summary>Reads the protobuf messages of the OpenTelemetry protocol.</summary>
internal static class OtlpProtobuf
{
    /// <summary>The code of an error in the status of a span.</summary>
    private const int StatusError = 2;

    public static List<TelemetrySpan> Spans(ExportTraceServiceRequest request)
    {
        var spans = new List<TelemetrySpan>();
        foreach (var group in request.ResourceSpans)
        {
            var resource = new TelemetryAttributes();
            Read(group.Resource?.Attributes, resource);
            spans.AddRange(group.ScopeSpans.SelectMany(s => s.Spans).Select(s => Of(s, resource)));
        }

        return spans;
    }

    public static List<TelemetryEvent> Logs(ExportLogsServiceRequest request)
    {
        var logs = new List<TelemetryEvent>();
        foreach (var group in request.ResourceLogs)
        {
            var resource = new TelemetryAttributes();
            Read(group.Resource?.Attributes, resource);
            logs.AddRange(group.ScopeLogs.SelectMany(s => s.LogRecords).Select(r => Of(r, resource)));
        }

        return logs;
    }

    private static TelemetrySpan Of(Span sent, TelemetryAttributes resource)
    {
        var span = new TelemetrySpan
        {
            TraceId = Id(sent.TraceId, 16),
            SpanId = Id(sent.SpanId, 8),
            ParentId = Id(sent.ParentSpanId, 8) is { Length: > 0 } parent ? parent : null,
            Name = Texts.Storable(sent.Name),
            Start = sent.StartTimeUnixNano,
            End = sent.EndTimeUnixNano,
            IsError = sent.Status?.Code == StatusError,
            Resource = resource,
        };
        Read(sent.Attributes, span.Attributes);
        foreach (var sentEvent in sent.Events)
        {
            var e = new TelemetryEvent { Name = Texts.Storable(sentEvent.Name), Time = sentEvent.TimeUnixNano };
            Read(sentEvent.Attributes, e.Attributes);
            span.Events.Add(e);
        }

        span.Links.AddRange(sent.Links.Select(l => new TelemetryLink(Id(l.TraceId, 16), Id(l.SpanId, 8))).Where(l => l.TraceId.Length > 0));
        return span;
    }

    private static TelemetryEvent Of(LogRecord sent, TelemetryAttributes resource)
    {
        var log = new TelemetryEvent
        {
            Name = Texts.Storable(sent.EventName),
            Time = sent.TimeUnixNano == 0 ? sent.ObservedTimeUnixNano : sent.TimeUnixNano,
            TraceId = Id(sent.TraceId, 16),
            SpanId = Id(sent.SpanId, 8),
            Body = Value(sent.Body),
            Resource = resource,
        };
        Read(sent.Attributes, log.Attributes);
        return log;
    }

    /// <summary>The id in hexadecimal; empty if it has another length or is all zero, which the protocol forbids.</summary>
    private static string Id(ByteString bytes, int length) =>
        bytes.Length == length && bytes.Span.ContainsAnyExcept((byte)0) ? Convert.ToHexStringLower(bytes.Span) : "";

    private static void Read(RepeatedField<KeyValue>? sent, TelemetryAttributes attributes)
    {
        foreach (var pair in sent ?? [])
            attributes.Set(Texts.Storable(pair.Key), Value(pair.Value));
    }

    private static JsonNode? Value(AnyValue? value) =>
        value?.ValueCase switch
        {
            AnyValue.ValueOneofCase.StringValue => JsonValue.Create(Texts.Storable(value.StringValue)),
            AnyValue.ValueOneofCase.BoolValue => JsonValue.Create(value.BoolValue),
            AnyValue.ValueOneofCase.IntValue => JsonValue.Create(value.IntValue),
            AnyValue.ValueOneofCase.DoubleValue => Number(value.DoubleValue),
            AnyValue.ValueOneofCase.ArrayValue => new JsonArray([.. value.ArrayValue.Values.Select(Value)]),
            AnyValue.ValueOneofCase.KvlistValue => Object(value.KvlistValue.Values),
            AnyValue.ValueOneofCase.BytesValue => JsonValue.Create(value.BytesValue.ToBase64()),
            _ => null,
        };

    /// <summary>JSON has no NaN and no infinity.</summary>
    internal static JsonNode? Number(double number) => double.IsFinite(number) ? JsonValue.Create(number) : null;

    private static JsonObject Object(RepeatedField<KeyValue> pairs)
    {
        var result = new JsonObject();
        foreach (var pair in pairs)
            result[Texts.Storable(pair.Key)] = Value(pair.Value);
        return result;
    }
}
