using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace TriageConsole.Client;

/// <summary>Sends one request with events and reads its answer. It never throws.</summary>
internal sealed class EventPoster(TriageClientOptions options, HttpClient http, EventCounts counts)
{
    private const int MaxAnswerBytes = 4 << 20;

    public async Task<PostAnswer> PostAsync(BatchBody body, CancellationToken deadline)
    {
        using var limit = new CancellationTokenSource(options.RequestTimeout, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, deadline);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("api/v1/events", UriKind.Relative))
            {
                Content = new ReadOnlyMemoryContent(body.Gzip),
            };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
            request.Content.Headers.ContentEncoding.Add("gzip");
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token)
                .ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                await CountQuarantinedAsync(response, either.Token).ConfigureAwait(false);
                return new PostAnswer(PostVerdict.Stored);
            }

            var failure = await ExplainAsync(response, either.Token).ConfigureAwait(false);
            return new PostAnswer(VerdictOf(response.StatusCode), failure, RetryAfter(response));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return new PostAnswer(
                PostVerdict.Again,
                string.Create(CultureInfo.InvariantCulture, $"No answer within {options.RequestTimeout.TotalSeconds:0.###} s.")
            );
        }
        catch (OperationCanceledException)
        {
            return new PostAnswer(PostVerdict.Again, "The client was disposed.");
        }
        catch (Exception e)
        {
            return new PostAnswer(PostVerdict.Again, $"{e.GetType().Name}: {e.Message}");
        }
    }

    private static PostVerdict VerdictOf(HttpStatusCode status) =>
        status switch
        {
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests => PostVerdict.Again,
            HttpStatusCode.RequestEntityTooLarge => PostVerdict.TooLarge,
            HttpStatusCode.InternalServerError => PostVerdict.ServerError,
            // 502, 503 and 504 are answers of a proxy or of a server without its database.
            > HttpStatusCode.InternalServerError => PostVerdict.Again,
            _ => PostVerdict.Refused,
        };

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - options.TimeProvider.GetUtcNow(),
            _ => null,
        };

    /// <summary>The events are stored; whatever the body is, they are not sent again.</summary>
    private async Task CountQuarantinedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = JsonDocument.Parse(await ReadAsync(response, cancellationToken).ConfigureAwait(false));
            if (answer.RootElement.TryGetProperty("quarantined_count", out var count) && count.GetInt64() is > 0 and var lines)
                counts.Drop(TriageReason.Quarantined, lines, FirstOf(answer.RootElement));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or IOException or HttpRequestException or FormatException)
        {
            counts.LastFailure = $"The answer of the server is not the expected JSON: {e.Message}";
        }
    }

    private static string? FirstOf(JsonElement answer) =>
        answer.TryGetProperty("quarantined", out var list) && list.GetArrayLength() > 0 && list[0] is var first
            ? $"{first.GetProperty("reason").GetString()}: {first.GetProperty("detail").GetString()}"
            : null;

    private static async Task<string> ExplainAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode} {response.ReasonPhrase}");
        try
        {
            using var problem = JsonDocument.Parse(await ReadAsync(response, cancellationToken).ConfigureAwait(false));
            return problem.RootElement.TryGetProperty("detail", out var detail) ? $"{status}: {detail}" : status;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or IOException or HttpRequestException)
        {
            return status;
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var bytes = new MemoryStream();
        var part = new byte[8192];
        int read;
        while (bytes.Length < MaxAnswerBytes && (read = await stream.ReadAsync(part, cancellationToken).ConfigureAwait(false)) > 0)
            bytes.Write(part, 0, read);
        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }
}
