using Google.Protobuf;
using OpenTelemetryProtocol;
using static TriageConsole.Tests.Ingest.Otlp.OtlpRequests;

namespace TriageConsole.Tests.Ingest.Otlp;

/// <summary>The requests of <see cref="OtlpRequests"/> as protobuf messages.</summary>
internal static class OtlpMessages
{
    /// <summary>A call of a model.</summary>
    public static ExportTraceServiceRequest Of(string trace)
    {
        var request = new ExportTraceServiceRequest();
        var sent = Chat(trace, 1);
        var span = new Span
        {
            TraceId = ByteString.CopyFrom(Convert.FromHexString(trace)),
            SpanId = ByteString.CopyFrom(Convert.FromHexString(SpanId(1))),
            Name = (string)sent["name"]!,
            StartTimeUnixNano = ulong.Parse(Time(1), System.Globalization.CultureInfo.InvariantCulture),
            EndTimeUnixNano = ulong.Parse(Time(2), System.Globalization.CultureInfo.InvariantCulture),
        };
        foreach (var attribute in sent["attributes"]!.AsArray())
        {
            var value = attribute!["value"]!;
            span.Attributes.Add(
                new KeyValue
                {
                    Key = (string)attribute["key"]!,
                    Value = value["stringValue"] is { } text
                        ? new AnyValue { StringValue = (string)text! }
                        : new AnyValue
                        {
                            IntValue = long.Parse((string)value["intValue"]!, System.Globalization.CultureInfo.InvariantCulture),
                        },
                }
            );
        }

        var group = new ResourceSpans { Resource = new ResourceOfTelemetry(), ScopeSpans = { new ScopeSpans { Spans = { span } } } };
        group.Resource.Attributes.Add(
            new KeyValue
            {
                Key = "service.name",
                Value = new AnyValue { StringValue = "support-bot" },
            }
        );
        request.ResourceSpans.Add(group);
        return request;
    }
}
