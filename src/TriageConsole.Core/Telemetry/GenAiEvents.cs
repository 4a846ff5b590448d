using System.Text.Json.Nodes;

namespace TriageConsole.Core.Telemetry;

/// <summary>Messages in events: one event for each message (older conventions), or one event with all details (newest).</summary>
public static class GenAiEvents
{
    /// <summary>Reads the events of a span. They count if the attributes of the span have no messages.</summary>
    /// <param name="events">The events.</param>
    /// <param name="part">The part to fill.</param>
    internal static void Read(IReadOnlyCollection<TelemetryEvent> events, TracePart part)
    {
        foreach (var e in events)
        {
            if (e.Name is "gen_ai.client.inference.operation.details" or "gen_ai.content.prompt" or "gen_ai.content.completion")
                GenAiAttributes.ReadMessages(e.Attributes, part);
        }

        var (hasInput, hasOutput) = (part.InputMessages is not null, part.OutputMessages is not null);
        foreach (var e in events.OrderBy(e => e.Time))
            if (Message(e) is { } message)
            {
                var isOutput = IsOutput(e);
                if (isOutput ? hasOutput : hasInput)
                    continue;
                (isOutput ? part.OutputMessages ??= [] : part.InputMessages ??= []).Add(message);
            }
    }

    /// <summary>What a log record says about its span; null if it is no event of a model.</summary>
    /// <param name="log">A record with a trace.</param>
    public static TracePart? OfLog(TelemetryEvent log)
    {
        var name = NameOf(log);
        if (!SpanReader.IsGenAi(name) && !FlagReader.IsFlag(log))
            return null;
        var part = new TracePart { SpanId = log.SpanId, At = EpochTime.Read(log.Time) };
        if (name == "gen_ai.client.inference.operation.details")
        {
            part.Kind = GenAiAttributes.Kind(log.Attributes) ?? StepKinds.Model;
            GenAiAttributes.Read(log.Attributes, part);
        }
        else if (RoleOf(log) is not null)
        {
            part.Kind = StepKinds.Model;
            if (Message(log) is { } message)
            {
                if (IsOutput(log))
                    part.OutputMessages = [message];
                else
                    part.InputMessages = [message];
            }
        }

        FlagReader.Read([log], part);
        SpanReader.ReadResource(log.Resource, part);
        return part;
    }

    /// <summary>The name of an event; earlier log records have it in an attribute.</summary>
    internal static string NameOf(TelemetryEvent e) => e.Name.Length > 0 ? e.Name : e.Attributes.Text("event.name") ?? "";

    private static bool IsOutput(TelemetryEvent e) => NameOf(e) == "gen_ai.choice";

    private static string? RoleOf(TelemetryEvent e) =>
        NameOf(e) switch
        {
            "gen_ai.system.message" => "system",
            "gen_ai.user.message" => "user",
            "gen_ai.assistant.message" or "gen_ai.choice" => "assistant",
            "gen_ai.tool.message" => "tool",
            _ => null,
        };

    /// <summary>The message of an event; null if it is none, or has no content because the emitter must not send it.</summary>
    private static JsonObject? Message(TelemetryEvent e)
    {
        if (RoleOf(e) is not { } role)
            return null;
        var body = JsonValues.Structure(e.Body) as JsonObject ?? OfAttributes(e.Attributes);
        if (e.Body is not null && JsonValues.Structure(e.Body) is not JsonObject)
            body["content"] ??= e.Body.DeepClone();
        var sent = JsonValues.Structure(body["message"]) ?? body["message"];
        var inner = sent as JsonObject ?? body;
        var message = new JsonObject { ["role"] = JsonValues.TextOf(inner, "role") ?? role };
        foreach (var (name, value) in inner)
            if (name is not ("role" or "index" or "finish_reason" or "message" or "tool_calls" or "id") && !SpanReader.IsGenAi(name))
                message[name] = value?.DeepClone();
        if (sent is JsonArray or JsonValue)
            message["content"] ??= sent.DeepClone();
        if ((JsonValues.Structure(inner["tool_calls"]) ?? JsonValues.Structure(body["tool_calls"])) is { } calls)
            message["tool_calls"] = calls.DeepClone();
        // A result of a tool refers to its call by "id" in this convention.
        if (role == "tool" && JsonValues.TextOf(inner, "id") is { } id)
            message["tool_call_id"] = id;
        return MessageReader.HasContent(message) ? message : null;
    }

    /// <summary>Events of spans have the content in attributes; some clients send the whole body as JSON in one of them.</summary>
    private static JsonObject OfAttributes(TelemetryAttributes attributes)
    {
        var whole = attributes.Structure("gen_ai.event.content") ?? SpanReader.Text(attributes.Text("gen_ai.event.content"));
        if (whole is JsonObject)
            return whole.DeepClone().AsObject();
        var body = new JsonObject();
        foreach (var (name, value) in attributes.All)
            if (name != "event.name" && !SpanReader.IsGenAi(name))
                body[name] = value?.DeepClone();
        if (whole is not null)
            body["content"] = whole.DeepClone();
        return body;
    }
}
