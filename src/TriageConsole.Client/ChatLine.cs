using System.IO.Compression;
using System.Text.Json;

namespace TriageConsole.Client;

/// <summary>A chat completion, or a call of the Responses API, as a line. The bodies are parsed in the background.</summary>
internal sealed class ChatLine(TriageClientOptions options, TriageContext context) : QueuedEvent
{
    /// <summary>What a compressed response may become.</summary>
    private const int MaxInflated = 4 * Recorder.MaxBytes;

    public required string TraceId { get; init; }

    public required string TaskId { get; init; }

    public required Uri Address { get; init; }

    public required bool CaptureTexts { get; init; }

    public required ReadOnlyMemory<byte> Request { get; init; }

    public required bool IsRequestCut { get; init; }

    public required ReadOnlyMemory<byte> Response { get; init; }

    public required bool IsResponseCut { get; init; }

    /// <summary>The status of the response; null if there was none.</summary>
    public required int? Status { get; init; }

    public required string? Encoding { get; init; }

    public required bool IsStream { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public required TimeSpan Latency { get; init; }

    public required TimeSpan? FirstByteAfter { get; init; }

    public required Exception? Failure { get; init; }

    public override long Size => 1000 + Request.Length + Response.Length;

    public override void Write(Utf8JsonWriter json)
    {
        using var request = ChatRequest.Read(Request);
        var reply = ChatReply.Read(Inflate(), IsStream);
        var release = context.Release ?? context.Route?.Release ?? options.Release;
        json.WriteStartObject();
        json.WriteText("trace_id", TraceId);
        json.WriteText(
            "task_type",
            context.Workflow ?? context.Route?.Workflow ?? options.Workflow ?? AppDomain.CurrentDomain.FriendlyName
        );
        json.WriteText("task_id", TaskId);
        json.WriteText("model_version", context.ModelVersion ?? reply.Model ?? request.Model ?? options.ModelVersion ?? Address.Host);
        json.WriteText("model_id", request.Model);
        json.WriteText("served_model", reply.Model);
        json.WriteText("prompt_version", context.PromptVersion);
        json.WriteText("knowledge_version", context.KnowledgeVersion);
        json.WriteText("deployment_id", Deployment());
        json.WriteText("release", release);
        if (release is not null && release == context.Route?.Release)
            json.WriteNumberOrNothing("propensity", context.Route.Propensity);
        if (context.Shadow)
            json.WriteBoolean("shadow", true);
        json.WriteTime("timestamp", Timestamp);
        json.WriteText("session_id", context.SessionId);
        json.WriteText("user_id", context.UserId ?? request.User);
        json.WriteText("segment", context.Segment);
        json.WriteText("country", context.Country);
        json.WriteText("consent_scope", context.ConsentScope);
        json.WriteList("retrieval_ids", context.RetrievalIds);
        if (CaptureTexts)
            WriteTexts(json, request, reply);
        json.WriteText("output_id", reply.Id);
        json.WriteNumberOrNothing("output_tokens", reply.OutputTokens);
        json.WriteNumberOrNothing("client_latency_ms", Latency.TotalMilliseconds);
        request.WriteParameters(json);
        if (reply.InputTokens is { } tokens)
        {
            json.WriteStartObject("input_stats");
            json.WriteNumber("input_tokens", tokens);
            json.WriteEndObject();
        }

        WriteFailure(json, reply);
        WriteMetadata(json, request, reply);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, ChatRequest request, ChatReply reply)
    {
        json.WriteText("input", request.LastInput());
        // A response that only calls tools can have an empty text.
        json.WriteText("output", string.IsNullOrEmpty(reply.Text) ? reply.ToolCalls ?? reply.Text : reply.Text);
        json.WriteStartArray("messages");
        request.WriteMessages(json);
        reply.WriteMessage(json);
        json.WriteEndArray();
    }

    private void WriteFailure(Utf8JsonWriter json, ChatReply reply)
    {
        if (Failure is not null)
            json.WriteError(KindOf(Failure), Failure.Message);
        else if (Status is < 200 or > 299)
            json.WriteError($"http_{Status}", CaptureTexts ? reply.ErrorMessage : null);
        else if (reply.ErrorMessage is not null)
            json.WriteError("response_error", CaptureTexts ? reply.ErrorMessage : null);
    }

    /// <summary>What failed, in words that are the same for every transport.</summary>
    private static string KindOf(Exception failure) =>
        failure switch
        {
            OperationCanceledException => "canceled",
            HttpRequestException => "request_failed",
            IOException => "response_interrupted",
            _ => failure.GetType().Name,
        };

    private void WriteMetadata(Utf8JsonWriter json, ChatRequest request, ChatReply reply)
    {
        json.WriteStartObject("metadata");
        json.WriteText("source", "TriageConsole.Client");
        json.WriteText("endpoint_host", Address.Host);
        json.WriteText("finish_reason", reply.FinishReason);
        json.WriteNumberOrNothing("time_to_first_byte_ms", FirstByteAfter?.TotalMilliseconds);
        if (IsRequestCut)
            json.WriteBoolean("request_cut", true);
        if (IsResponseCut)
            json.WriteBoolean("response_cut", true);
        if (IsStream && !reply.IsComplete && Failure is null && !IsResponseCut)
            json.WriteBoolean("stream_ended_early", true);
        if (CaptureTexts)
            request.WriteTools(json);
        if (context.Route is { } route)
        {
            json.WriteText("route_arm", route.Arm);
            json.WriteText("route_source", route.Source.ToString());
        }

        foreach (var (name, value) in context.Metadata ?? new Dictionary<string, object?>())
        {
            json.WritePropertyName(name);
            json.WriteAny(value, 1);
        }

        json.WriteEndObject();
    }

    /// <summary>Azure names the deployment in the path: <c>/openai/deployments/NAME/chat/completions</c>.</summary>
    private string? Deployment()
    {
        var segments = Address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var at = Array.IndexOf(segments, "deployments");
        return at >= 0 && at + 1 < segments.Length ? Uri.UnescapeDataString(segments[at + 1]) : null;
    }

    /// <summary>The application asked for a compressed response and decompresses it itself.</summary>
    private ReadOnlyMemory<byte> Inflate()
    {
        if (Encoding is null or "identity" || Response.Length == 0)
            return Response;
        using var packed = new MemoryStream(Response.ToArray());
        using Stream? stream = Encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionMode.Decompress),
            "br" => new BrotliStream(packed, CompressionMode.Decompress),
            "deflate" => new ZLibStream(packed, CompressionMode.Decompress),
            _ => null,
        };
        if (stream is null)
            return default;
        var inflated = new MemoryStream();
        var part = new byte[16 << 10];
        try
        {
            int read;
            while (inflated.Length < MaxInflated && (read = stream.Read(part)) > 0)
                inflated.Write(part, 0, read);
        }
        catch (InvalidDataException)
        {
            // Cut or damaged: what was read so far is captured.
        }

        return inflated.ToArray();
    }
}
