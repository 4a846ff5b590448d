using System.Text.Json;
using TriageConsole.Core.Events;
using TriageConsole.Data.Evaluation;
using TriageConsole.Features.Evaluation.Endpoints;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>Requests outputs from the endpoint of a run.</summary>
internal sealed class OutputGenerator(
    ChatClient client,
    EndpointService endpoints,
    EvalRun run,
    EvalSettings settings,
    CircuitBreaker breaker
)
{
    private static readonly HashSet<string> Roles = new(StringComparer.Ordinal) { "system", "developer", "user", "assistant", "tool" };

    public Task<ChatReply> AskAsync(EvalItem item, CancellationToken cancellationToken) =>
        breaker.AskAsync(async () =>
        {
            var id = run.EndpointId;
            var (endpoint, problem) = await endpoints.OpenAsync(run.TenantId, e => e.Id == id, cancellationToken);
            if (endpoint is null)
                return new ChatReply(null, 0, problem, IsAway: true);
            // The run keeps the model it started with, even if an admin changes it.
            return await client.AskAsync(
                endpoint with
                {
                    Model = settings.Model ?? endpoint.Model,
                },
                Messages(item, settings.SystemPrompt),
                settings.Generation,
                cancellationToken
            );
        });

    /// <summary>
    /// The conversation up to the last user message, or the input as a user message. The prompt of the release replaces system messages.
    /// </summary>
    internal static IReadOnlyList<JsonElement> Messages(EvalItem item, string? prompt)
    {
        var turns = Turns(item.Messages);
        var last = turns.FindLastIndex(t => Role(t) == "user");
        turns = last < 0 ? [] : turns[..(last + 1 + turns.Skip(last + 1).TakeWhile(t => Role(t) != "assistant").Count())];
        if (turns.Count == 0)
            turns = [JsonSerializer.SerializeToElement(new { role = "user", content = item.Input ?? "" })];
        if (prompt is null)
            return turns;
        return
        [
            JsonSerializer.SerializeToElement(new { role = "system", content = prompt }),
            .. turns.Where(t => Role(t) is not ("system" or "developer")),
        ];
    }

    private static List<JsonElement> Turns(string? messages)
    {
        if (string.IsNullOrWhiteSpace(messages))
            return [];
        try
        {
            using var document = JsonDocument.Parse(messages, SafeJson.Composed);
            return document.RootElement.ValueKind == JsonValueKind.Array
                ?
                [
                    .. document
                        .RootElement.EnumerateArray()
                        .Where(m => m.ValueKind == JsonValueKind.Object && Roles.Contains(Role(m) ?? ""))
                        .Select(m => m.Clone()),
                ]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static string? Role(JsonElement message) => SafeJson.Find(message, "role") is { } role ? SafeJson.Text(role) : null;
}
