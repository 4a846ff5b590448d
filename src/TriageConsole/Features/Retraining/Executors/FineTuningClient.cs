using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using TriageConsole.Core;

namespace TriageConsole.Features.Retraining.Executors;

/// <summary>A client for files and fine-tuning jobs in the OpenAI format.</summary>
internal sealed class FineTuningClient(IHttpClientFactory clients)
{
    private const int MaxAnswer = 1024 * 1024;

    /// <summary>The maximum number of checkpoints of a job that are read.</summary>
    private const int MaxCheckpoints = 500;

    /// <summary>The maximum number of metrics of a checkpoint that are read.</summary>
    private const int MaxMetrics = 10;

    /// <summary>Uploads training data.</summary>
    /// <returns>The id of the file.</returns>
    public async Task<string> UploadAsync(ExecutorOptions api, string name, Stream content, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("fine-tune"), "purpose" },
            {
                new StreamContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/jsonl") } },
                "file",
                name
            },
        };
        using var answer = await SendAsync(api, HttpMethod.Post, "files", form, null, cancellationToken);
        return Text(answer.RootElement, "id") ?? throw new RunRefusedException("The API returned no id of the file.");
    }

    /// <summary>Creates a job.</summary>
    /// <returns>The id of the job.</returns>
    public async Task<string> CreateAsync(
        ExecutorOptions api,
        string training,
        string? validation,
        long runId,
        string manifest,
        CancellationToken cancellationToken
    )
    {
        var body = new Dictionary<string, object>
        {
            ["model"] = api.Model,
            ["training_file"] = training,
            ["metadata"] = new Dictionary<string, string>
            {
                ["run"] = runId.ToString(CultureInfo.InvariantCulture),
                ["manifest"] = manifest,
            },
        };
        if (validation is not null)
            body["validation_file"] = validation;
        // A service that knows the header makes one job, also if the answer is lost and the request is repeated.
        using var answer = await SendAsync(api, HttpMethod.Post, "fine_tuning/jobs", JsonContent(body), $"run-{runId}", cancellationToken);
        return Text(answer.RootElement, "id") ?? throw new RunRefusedException("The API returned no id of the job.");
    }

    public async Task<FineTuningJob> ReadAsync(ExecutorOptions api, string id, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(
            api,
            HttpMethod.Get,
            $"fine_tuning/jobs/{Uri.EscapeDataString(id)}",
            null,
            null,
            cancellationToken
        );
        var job = answer.RootElement;
        var error = job.TryGetProperty("error", out var found) && found.ValueKind == JsonValueKind.Object ? Text(found, "message") : null;
        return new FineTuningJob(Text(job, "status") ?? "", Text(job, "fine_tuned_model"), error);
    }

    /// <summary>The latest events of a job, the oldest first.</summary>
    public async Task<IReadOnlyList<(string Id, string Level, string Message)>> EventsAsync(
        ExecutorOptions api,
        string id,
        CancellationToken cancellationToken
    )
    {
        var path = $"fine_tuning/jobs/{Uri.EscapeDataString(id)}/events?limit=50";
        using var answer = await SendAsync(api, HttpMethod.Get, path, null, null, cancellationToken);
        return [.. Data(answer.RootElement).Select(e => (Text(e, "id") ?? "", Text(e, "level") ?? "", Text(e, "message") ?? "")).Reverse()];
    }

    /// <summary>The checkpoints of a job by step. The API lists them in pages.</summary>
    public async Task<IReadOnlyList<FineTuningCheckpoint>> CheckpointsAsync(
        ExecutorOptions api,
        string id,
        CancellationToken cancellationToken
    )
    {
        var found = new Dictionary<string, FineTuningCheckpoint>(StringComparer.Ordinal);
        for (string? after = null; ; )
        {
            var path =
                $"fine_tuning/jobs/{Uri.EscapeDataString(id)}/checkpoints?limit=100"
                + (after is null ? "" : $"&after={Uri.EscapeDataString(after)}");
            using var answer = await SendAsync(api, HttpMethod.Get, path, null, null, cancellationToken);
            var (page, before) = (answer.RootElement, found.Count);
            foreach (var item in Data(page))
            {
                after = Text(item, "id") ?? "";
                if (Text(item, "fine_tuned_model_checkpoint") is { Length: > 0 } model)
                    found.TryAdd(after, new FineTuningCheckpoint(Step(item), model, Metrics(item)));
            }

            // A service that repeats a page would be asked forever.
            if (found.Count == before || found.Count >= MaxCheckpoints || !HasMore(page))
                return [.. found.Values.OrderBy(c => c.Step).Take(MaxCheckpoints)];
        }
    }

    public async Task CancelAsync(ExecutorOptions api, string id, CancellationToken cancellationToken)
    {
        var path = $"fine_tuning/jobs/{Uri.EscapeDataString(id)}/cancel";
        using var _ = await SendAsync(api, HttpMethod.Post, path, null, null, cancellationToken);
    }

    private async Task<JsonDocument> SendAsync(
        ExecutorOptions api,
        HttpMethod method,
        string path,
        HttpContent? content,
        string? idempotencyKey,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(method, $"{api.BaseUrl!.AbsoluteUri.TrimEnd('/')}/{path}") { Content = content };
        if (api.Key.Length > 0)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", api.Key);
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var client = clients.CreateClient(nameof(FineTuningClient));
        client.MaxResponseContentBufferSize = MaxAnswer;
        using var answer = await client.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw Fault(answer.StatusCode, text);
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            throw new HttpRequestException("The answer of the API is not JSON.");
        }
    }

    /// <summary>What will not pass by itself ends the run.</summary>
    private static Exception Fault(HttpStatusCode status, string body)
    {
        var reason = $"The API returned status {(int)status}. {Reason(body)}".TrimEnd();
        return (int)status is >= 400 and < 500 and not (408 or 409 or 429)
            ? new RunRefusedException(reason)
            : new HttpRequestException(reason);
    }

    private static string Reason(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return
                document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("error", out var error)
                && error.ValueKind == JsonValueKind.Object
                ? Texts.Cut(Text(error, "message") ?? "", 500)
                : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static ByteArrayContent JsonContent(object body) =>
        new(JsonSerializer.SerializeToUtf8Bytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    /// <summary>The objects of a list.</summary>
    private static IEnumerable<JsonElement> Data(JsonElement list) =>
        list.ValueKind == JsonValueKind.Object && list.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array
            ? data.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object)
            : [];

    private static bool HasMore(JsonElement page) =>
        page.ValueKind == JsonValueKind.Object && page.TryGetProperty("has_more", out var more) && more.ValueKind == JsonValueKind.True;

    private static long Step(JsonElement checkpoint) =>
        checkpoint.TryGetProperty("step_number", out var step) && step.ValueKind == JsonValueKind.Number && step.TryGetInt64(out var number)
            ? number
            : 0;

    /// <summary>The metrics that are numbers. The step is one of them in the API.</summary>
    private static string Metrics(JsonElement checkpoint) =>
        checkpoint.TryGetProperty("metrics", out var metrics) && metrics.ValueKind == JsonValueKind.Object
            ? string.Join(
                ", ",
                metrics
                    .EnumerateObject()
                    .Where(m => m.Value.ValueKind == JsonValueKind.Number && m.Name != "step")
                    .Take(MaxMetrics)
                    .Select(m => $"{Texts.Cut(m.Name, 100)} {m.Value.GetRawText()}")
            )
            : "";

    private static string? Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
