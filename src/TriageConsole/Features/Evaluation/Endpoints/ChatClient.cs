using System.Net;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Polly;
using TriageConsole.Core;
using TriageConsole.Features.Evaluation.Runs;
using TriageConsole.Outbound;

namespace TriageConsole.Features.Evaluation.Endpoints;

/// <summary>
/// A client for chat completions in the OpenAI format. Bodies and headers are not logged. The reason why an endpoint is unreachable is only
/// in the log: shown to a tenant, it would allow a scan of the server's network.
/// </summary>
public sealed class ChatClient : IDisposable
{
    /// <summary>The same text for unknown host, refusal, host not allowed, TLS error, broken connection and timeout.</summary>
    internal const string NotReachable = "The endpoint is unreachable or did not respond in time.";

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HttpClient client;
    private readonly EvaluationOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<ChatClient> logger;
    private readonly TimeSpan maxPause;
    private readonly ResiliencePipeline<Attempt> retries;

    public ChatClient(IOptions<EvaluationOptions> options, OutboundHttp outbound, TimeProvider time, ILogger<ChatClient> logger)
    {
        (this.options, this.time, this.logger) = (options.Value, time, logger);
        client = new HttpClient(outbound.CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };
        maxPause = TimeSpan.FromSeconds(this.options.MaxRetryAfterSeconds);
        retries = RetryPolicies.Calls<Attempt>(
            this.options.Retries,
            TimeSpan.FromMilliseconds(this.options.RetryMilliseconds),
            maxPause,
            attempt => attempt.Reply.IsAway ? attempt.Pause : null,
            time
        );
    }

    /// <summary>Sends a request, and retries after a pause while the endpoint is temporarily unavailable.</summary>
    internal async Task<ChatReply> AskAsync(
        ChatEndpoint endpoint,
        IReadOnlyList<JsonElement> messages,
        EvalGeneration generation,
        CancellationToken cancellationToken
    )
    {
        var (body, limit, attempts) = (Body(endpoint.Model, messages, generation), TimeSpan.FromSeconds(generation.TimeoutSeconds), 0);
        var (reply, pause) = await retries.ExecuteAsync(
            async token =>
            {
                attempts++;
                return await TryAsync(endpoint, body, limit, token);
            },
            cancellationToken
        );
        if (!reply.IsAway)
            return reply;
        if (attempts <= options.Retries && pause > maxPause)
            return reply with { Problem = $"{reply.Problem} It requests a wait of {pause.Value.TotalSeconds:0} s." };
        return attempts > 1 ? reply with { Problem = $"{reply.Problem} Tried {attempts} times." } : reply;
    }

    public void Dispose() => client.Dispose();

    private static byte[] Body(string model, IReadOnlyList<JsonElement> messages, EvalGeneration generation)
    {
        var body = new Dictionary<string, object>
        {
            ["model"] = model,
            ["messages"] = messages,
            ["stream"] = false,
        };
        if (generation.Temperature is { } temperature)
            body["temperature"] = temperature;
        if (generation.MaxTokens is { } maxTokens)
            body["max_tokens"] = maxTokens;
        if (generation.Seed is { } seed)
            body["seed"] = seed;
        return JsonSerializer.SerializeToUtf8Bytes(body, Relaxed);
    }

    /// <summary>A single call.</summary>
    private async Task<Attempt> TryAsync(ChatEndpoint endpoint, byte[] body, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(limit, time);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        var began = time.GetTimestamp();
        double Elapsed() => time.GetElapsedTime(began).TotalMilliseconds;
        Attempt Unreachable(string why)
        {
            EvaluationLog.EndpointNotReached(
                logger,
                endpoint.Address.Host,
                endpoint.Address.Port,
                Texts.Cut(ChatAnswerReader.Hide(why, endpoint.Key), 500)
            );
            // A call that the configuration refuses is retried too: otherwise its duration would reveal the reason.
            return new Attempt(new ChatReply(null, Elapsed(), NotReachable, IsAway: true), TimeSpan.Zero);
        }

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Address)
            {
                Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } },
            };
            if (endpoint.Key is { } key)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            request.Headers.Accept.Add(new("application/json"));
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            var bytes = await ReadAsync(response.Content, timeout.Token);
            if (bytes is null)
                return new Attempt(
                    new ChatReply(null, Elapsed(), $"The endpoint's response is larger than {options.MaxResponseBytes / 1024} KB."),
                    null
                );
            if (response.IsSuccessStatusCode)
            {
                var read = ChatAnswerReader.Read(bytes, Elapsed(), endpoint.Key);
                return new Attempt(read, read.IsAway ? TimeSpan.Zero : null);
            }

            var error = ChatAnswerReader.Error(bytes, endpoint.Key);
            var passing =
                response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500;
            var problem = $"The endpoint returned {(int)response.StatusCode}{(error is null ? "." : $": {error}")}";
            return new Attempt(
                new ChatReply(null, Elapsed(), problem, IsAway: true),
                passing ? RetryAfter(response.Headers.RetryAfter) : null
            );
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Unreachable($"no response within {limit.TotalSeconds:0} s");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return Unreachable(string.Join(" / ", Chain(e)));
        }
        catch (InvalidDataException)
        {
            return new Attempt(new ChatReply(null, Elapsed(), "The endpoint's response is malformed: its compression is damaged."), null);
        }
    }

    private static IEnumerable<string> Chain(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
            yield return e.Message;
    }

    private async Task<byte[]?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > options.MaxResponseBytes)
            return null;
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (kept.Length + read > options.MaxResponseBytes)
                return null;
            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }

    /// <summary>The result of one call. Pause: null if a retry would not help.</summary>
    private sealed record Attempt(ChatReply Reply, TimeSpan? Pause);

    private TimeSpan RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : TimeSpan.Zero);
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
