using System.Globalization;
using System.Text.Json.Nodes;

namespace TriageConsole.Tests.Ingest.Otlp;

/// <summary>Builds requests of the OpenTelemetry protocol in JSON.</summary>
internal static class OtlpRequests
{
    private const long Start = 1_795_000_000_000_000_000;

    public static string NewTrace() => Guid.NewGuid().ToString("N");

    public static JsonObject Traces(params JsonObject[] spans) =>
        new()
        {
            ["resourceSpans"] = new JsonArray(
                new JsonObject
                {
                    ["resource"] = new JsonObject
                    {
                        ["attributes"] = Attributes(("service.name", "support-bot"), ("service.version", "2026.11.2")),
                    },
                    ["scopeSpans"] = new JsonArray(new JsonObject { ["spans"] = new JsonArray([.. spans]) }),
                }
            ),
        };

    public static JsonObject Logs(params JsonObject[] records) =>
        new()
        {
            ["resourceLogs"] = new JsonArray(
                new JsonObject { ["scopeLogs"] = new JsonArray(new JsonObject { ["logRecords"] = new JsonArray([.. records]) }) }
            ),
        };

    /// <summary>A call of a model; number n starts n seconds later.</summary>
    public static JsonObject Chat(
        string trace,
        int n,
        string? parent = null,
        string answer = "On its way.",
        params (string, object)[] more
    ) =>
        Span(
            trace,
            n,
            parent,
            [
                ("gen_ai.operation.name", "chat"),
                ("gen_ai.request.model", "gpt-4o"),
                ("gen_ai.response.model", "gpt-4o-2024-08-06"),
                ("gen_ai.usage.output_tokens", 47),
                ("gen_ai.input.messages", """[{"role":"user","parts":[{"type":"text","content":"Where is my refund?"}]}]"""),
                ("gen_ai.output.messages", $$"""[{"role":"assistant","parts":[{"type":"text","content":"{{answer}}"}]}]"""),
                .. more,
            ]
        );

    public static JsonObject Span(string trace, int n, string? parent, params (string, object)[] attributes) =>
        new()
        {
            ["traceId"] = trace,
            ["spanId"] = SpanId(n),
            ["parentSpanId"] = parent,
            ["name"] = "span " + n.ToString(CultureInfo.InvariantCulture),
            ["startTimeUnixNano"] = Time(n),
            ["endTimeUnixNano"] = Time(n + 1),
            ["attributes"] = Attributes(attributes),
        };

    public static JsonObject Log(string trace, int n, string name, params (string, object)[] attributes) =>
        new()
        {
            ["timeUnixNano"] = Time(n),
            ["eventName"] = name,
            ["traceId"] = trace,
            ["spanId"] = SpanId(n),
            ["attributes"] = Attributes(attributes),
        };

    public static string SpanId(int n) => n.ToString("x16", CultureInfo.InvariantCulture);

    public static string Time(int seconds) => (Start + (seconds * 1_000_000_000L)).ToString(CultureInfo.InvariantCulture);

    private static JsonArray Attributes(params (string Name, object Value)[] attributes) =>
        new([
            .. attributes.Select(a => new JsonObject
            {
                ["key"] = a.Name,
                ["value"] = a.Value switch
                {
                    string text => new JsonObject { ["stringValue"] = text },
                    double number => new JsonObject { ["doubleValue"] = number },
                    var whole => new JsonObject { ["intValue"] = Convert.ToString(whole, CultureInfo.InvariantCulture) },
                },
            }),
        ]);
}
