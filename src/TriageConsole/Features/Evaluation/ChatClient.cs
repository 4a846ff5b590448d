using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Options;
using TriageConsole.Core;
using TriageConsole.Core.Events;

namespace TriageConsole.Features.Evaluation;

/// <summary>An endpoint ready to be asked. Its key goes into one header, and into no message and no log.</summary>
internal sealed record ChatEndpoint(Uri Address, string Model, string? Key);

/// <summary>An answer, or why there is none. <paramref name="IsAway"/>: the endpoint itself did not answer, or refused for a while.</summary>
internal sealed record ChatReply(string? Text, double LatencyMs, string? Problem, bool IsAway = false);

/// <summary>Counts calls in a row without an answer: after too many of them an endpoint is not asked any more, or a run would wait for each of its items.</summary>
internal sealed class Patience(int most)
{
    private int inARow;

    /// <summary>Asks, unless patience is over.</summary>
    public async Task<ChatReply> AskAsync(Func<Task<ChatReply>> ask)
    {
        if (Volatile.Read(ref inARow) >= most) return new ChatReply(null, 0, $"Not asked: the endpoint gave no answer {most} times in a row.", IsAway: true);
        var reply = await ask();
        if (reply.IsAway) Interlocked.Increment(ref inARow);
        else Volatile.Write(ref inARow, 0);
        return reply;
    }
}

/// <summary>
/// Speaks chat completions as OpenAI made them common. Nothing is logged here: neither bodies nor headers. Redirects are not followed, so
/// that an endpoint cannot send requests elsewhere.
/// </summary>
public sealed class ChatClient : IDisposable
{
    private const int MostProblem = 300;

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HttpClient client;
    private readonly EvaluationOptions options;
    private readonly TimeProvider time;

    public ChatClient(IOptions<EvaluationOptions> options, TimeProvider time)
    {
        (this.options, this.time) = (options.Value, time);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5), ConnectTimeout = TimeSpan.FromSeconds(15), MaxResponseHeadersLength = 64, ConnectCallback = ConnectAsync,
        };
        client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Asks once, and again after a pause where the endpoint is away for a while.</summary>
    internal async Task<ChatReply> AskAsync(ChatEndpoint endpoint, IReadOnlyList<JsonElement> messages, EvalGeneration generation, CancellationToken cancellationToken)
    {
        if (options.AllowedHosts.Count > 0 && !options.AllowedHosts.Contains(endpoint.Address.Host, StringComparer.OrdinalIgnoreCase)) return new ChatReply(null, 0, "The server's configuration does not allow this endpoint's host.", IsAway: true);
        var body = Body(endpoint.Model, messages, generation);
        for (var attempt = 0; ; attempt++)
        {
            var (reply, pause) = await TryAsync(endpoint, body, TimeSpan.FromSeconds(generation.TimeoutSeconds), cancellationToken);
            if (!reply.IsAway || pause is null || attempt >= options.Retries) return attempt > 0 && reply.IsAway ? reply with { Problem = $"{reply.Problem} Tried {attempt + 1} times." } : reply;
            var wait = TimeSpan.FromMilliseconds(options.RetryMilliseconds * Math.Pow(2, attempt));
            if (pause.Value > TimeSpan.FromSeconds(options.MostRetryAfterSeconds)) return reply with { Problem = $"{reply.Problem} It asks to wait {pause.Value.TotalSeconds:0} s." };
            await Task.Delay(wait > pause ? wait : pause.Value, time, cancellationToken);
        }
    }

    public void Dispose() => client.Dispose();

    private static byte[] Body(string model, IReadOnlyList<JsonElement> messages, EvalGeneration generation)
    {
        var body = new Dictionary<string, object> { ["model"] = model, ["messages"] = messages, ["stream"] = false };
        if (generation.Temperature is { } temperature) body["temperature"] = temperature;
        if (generation.MaxTokens is { } most) body["max_tokens"] = most;
        if (generation.Seed is { } seed) body["seed"] = seed;
        return JsonSerializer.SerializeToUtf8Bytes(body, Relaxed);
    }

    /// <summary>One call. The pause is null where another try would not help.</summary>
    private async Task<(ChatReply Reply, TimeSpan? Pause)> TryAsync(ChatEndpoint endpoint, byte[] body, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(limit);
        var began = Stopwatch.GetTimestamp();
        (ChatReply, TimeSpan?) Away(string problem, TimeSpan? pause) => (new ChatReply(null, Elapsed(began), problem, IsAway: true), pause);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Address) { Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } } };
            if (endpoint.Key is { } key) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            request.Headers.Accept.Add(new("application/json"));
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            var bytes = await ReadAsync(response.Content, patience.Token);
            if (bytes is null) return (new ChatReply(null, Elapsed(began), $"The endpoint's answer is larger than {options.MostResponseBytes / 1024} KB."), null);
            if (response.IsSuccessStatusCode) return (Read(bytes, Elapsed(began)), null);
            var said = $"The endpoint answered {(int)response.StatusCode}{Said(bytes, endpoint.Key)}";
            var passing = response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500;
            return Away(said, passing ? RetryAfter(response.Headers.RetryAfter) : null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Away($"The endpoint did not answer within {limit.TotalSeconds:0} s.", TimeSpan.Zero);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return Away($"The endpoint could not be reached: {Texts.Cut(Hidden(e.InnerException is LinkLocalException inner ? inner.Message : e.Message, endpoint.Key), MostProblem)}", e.InnerException is LinkLocalException ? null : TimeSpan.Zero);
        }
    }

    private async Task<byte[]?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > options.MostResponseBytes) return null;
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (kept.Length + read > options.MostResponseBytes) return null;
            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }

    private static ChatReply Read(byte[] bytes, double latency)
    {
        ChatReply Malformed(string why) => new(null, latency, $"The endpoint's answer is malformed: {why}");
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || SafeJson.Find(root, "choices") is not { ValueKind: JsonValueKind.Array } choices || choices.GetArrayLength() == 0) return Malformed("it has no choices.");
            if (choices[0].ValueKind != JsonValueKind.Object || SafeJson.Find(choices[0], "message") is not { ValueKind: JsonValueKind.Object } message) return Malformed("its first choice has no message.");
            var text = Content(SafeJson.Find(message, "content")) ?? (SafeJson.Find(message, "refusal") is { } refusal ? SafeJson.Text(refusal) : null);
            if (string.IsNullOrWhiteSpace(text)) return Malformed(SafeJson.Find(message, "tool_calls") is { ValueKind: JsonValueKind.Array } ? "its message calls a tool and says nothing." : "its message has no text.");
            return text.Length > Core.Evaluation.OutputLines.MostChars ? Malformed($"its text is longer than {Core.Evaluation.OutputLines.MostChars} characters.") : new ChatReply(Texts.Storable(text), latency, null);
        }
        catch (JsonException e)
        {
            return Malformed($"it is not JSON ({Texts.Cut(e.Message, 120)}).");
        }
    }

    /// <summary>Text, or its parts one after the other.</summary>
    private static string? Content(JsonElement? content) => content switch
    {
        { ValueKind: JsonValueKind.String } text => SafeJson.Text(text),
        { ValueKind: JsonValueKind.Array } parts => string.Concat(parts.EnumerateArray().Where(p => p.ValueKind == JsonValueKind.Object).Select(p => SafeJson.Find(p, "text") is { } t ? SafeJson.Text(t) : null)),
        _ => null,
    };

    /// <summary>The endpoint's own words, without the key should it repeat that.</summary>
    private static string Said(byte[] bytes, string? key)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var error = document.RootElement.ValueKind == JsonValueKind.Object ? SafeJson.Find(document.RootElement, "error") : null;
            var words = error is { ValueKind: JsonValueKind.Object } o ? SafeJson.Find(o, "message") is { } message ? SafeJson.Text(message) : null : error is { } e ? SafeJson.Text(e) : null;
            return string.IsNullOrWhiteSpace(words) ? "." : $": {Texts.Cut(Hidden(Texts.Storable(words), key).ReplaceLineEndings(" "), MostProblem)}";
        }
        catch (JsonException)
        {
            return ".";
        }
    }

    private static string Hidden(string text, string? key) => string.IsNullOrEmpty(key) ? text : text.Replace(key, "…", StringComparison.Ordinal);

    private TimeSpan RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : TimeSpan.Zero);
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private static double Elapsed(long since) => Stopwatch.GetElapsedTime(since).TotalMilliseconds;

    /// <summary>Addresses of the link itself are where clouds hand out credentials: no endpoint lies there.</summary>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var open = addresses.Where(a => !IsLinkLocal(a)).ToArray();
        if (open.Length == 0) throw new LinkLocalException("its address is one of the link itself, which is not asked.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    internal static bool IsLinkLocal(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.IsIPv6LinkLocal || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes() is [169, 254, ..]);
    }

    private sealed class LinkLocalException(string message) : IOException(message);
}
