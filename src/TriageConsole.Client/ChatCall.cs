using System.Diagnostics;

namespace TriageConsole.Client;

/// <summary>One call of a model while it runs. At its end it goes to the queue, once.</summary>
internal sealed class ChatCall
{
    private readonly TriageClient client;
    private readonly bool captureTexts;
    private readonly HttpContent? content;
    private readonly Recorder request = new();
    private readonly Recorder response = new();
    private readonly Uri address;
    private readonly TriageContext context;
    private readonly string traceId = CapturedInteraction.NewId();
    private readonly string taskId;
    private readonly long startedAt;
    private HttpResponseMessage? answer;
    private int isEnded;

    public ChatCall(TriageClient client, HttpRequestMessage request, bool captureTexts)
    {
        (this.client, this.captureTexts) = (client, captureTexts);
        address = request.RequestUri!;
        var scope = TriageScope.Current;
        context = scope?.Context ?? new TriageContext();
        taskId = context.TaskId ?? context.SessionId ?? Activity.Current?.TraceId.ToHexString() ?? traceId;
        if (scope is not null)
            scope.LastTraceId = traceId;
        startedAt = Time.GetTimestamp();
        if (request.Content is { } body)
        {
            content = body;
            request.Content = new RecordingContent(body, this.request, Time, null);
        }
    }

    private TimeProvider Time => client.Options.TimeProvider;

    /// <summary>The response with a body that is recorded while the application reads it.</summary>
    public HttpResponseMessage Receive(HttpResponseMessage received)
    {
        answer = received;
        received.Content = new RecordingContent(received.Content, response, Time, End);
        return received;
    }

    public void Fail(Exception failure) => End(failure);

    /// <summary>The request has its own body again.</summary>
    public void Restore(HttpRequestMessage sent)
    {
        if (content is not null && sent.Content is RecordingContent)
            sent.Content = content;
    }

    private void End(Exception? failure)
    {
        if (Interlocked.Exchange(ref isEnded, 1) != 0)
            return;
        var now = Time.GetTimestamp();
        client.Add(
            new ChatLine(client.Options, context)
            {
                TraceId = traceId,
                TaskId = taskId,
                Address = address,
                CaptureTexts = captureTexts,
                Request = request.Bytes,
                IsRequestCut = request.IsCut,
                Response = response.Bytes,
                IsResponseCut = response.IsCut,
                Status = answer is null ? null : (int)answer.StatusCode,
                Encoding = answer?.Content.Headers.ContentEncoding.LastOrDefault(),
                IsStream = answer?.Content.Headers.ContentType?.MediaType == "text/event-stream",
                Timestamp = Time.GetUtcNow(),
                Latency = Time.GetElapsedTime(startedAt, now),
                FirstByteAfter = response.FirstAt is { } first ? Time.GetElapsedTime(startedAt, first) : null,
                Failure = failure,
            }
        );
    }
}
