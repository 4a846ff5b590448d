using System.Text.Json;
using System.Text.Json.Nodes;

namespace TriageConsole.Core.Telemetry;

/// <summary>Feedback as a line of the event contract.</summary>
/// <param name="Line">The fields of the contract.</param>
/// <param name="OutputId">The response that it is about; null if it is about its trace.</param>
/// <param name="CallId">The model call that it is about: the response that it names, or else its span; null if it says neither.</param>
public sealed record FeedbackLine(JsonObject Line, string? OutputId = null, string? CallId = null)
{
    /// <summary>The line as UTF-8 JSON.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(Line, TelemetryAttributes.Relaxed);

    /// <summary>Makes the latest interaction of a session its target instead of a trace.</summary>
    internal static void SetSession(JsonObject line, string session)
    {
        line.Remove("trace_id");
        line["session_id"] = TraceFold.Key(session);
    }

    /// <summary>Composes a line. Missing values are left out.</summary>
    internal static JsonObject Of(
        string traceId,
        string name,
        string type,
        JsonNode? value,
        string? comment,
        string? userId,
        string? role,
        DateTimeOffset? at,
        string? id
    )
    {
        var line = new JsonObject
        {
            ["kind"] = "feedback",
            ["trace_id"] = traceId,
            ["name"] = Texts.Key(name, 200),
            ["feedback_type"] = type,
        };
        Add("value", value);
        Add("comment", SpanReader.Text(comment));
        Add("user_id", userId is null ? null : SpanReader.Text(Texts.Key(userId, 300)));
        Add("role", role is null ? null : SpanReader.Text(Texts.Cut(role, 100)));
        Add("timestamp", at is { } time ? SpanReader.Text(time.ToString("O", System.Globalization.CultureInfo.InvariantCulture)) : null);
        Add("id", id is null ? null : SpanReader.Text(Texts.Key(id, 100)));
        return line;

        void Add(string field, JsonNode? content)
        {
            if (content is not null)
                line[field] = content;
        }
    }
}
