using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Core;
using TriageConsole.Security;

namespace TriageConsole.Features.Interactions;

/// <summary>One interaction as a timeline, its suspicion taken apart.</summary>
public sealed partial class InteractionPage(InteractionService interactions, IInteractionRequests requests, IErrorClasses classes, CurrentPerson current) : ComponentBase
{
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private InteractionDetail? detail;
    private FailureExplanation? failure;
    private List<Turn> turns = [];
    private List<string> documents = [];
    private bool loaded;
    private string? told;

    [Parameter] public string TraceId { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tenant")] public string? Tenant { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        detail = await interactions.ReadAsync(await current.GetAsync(), TraceId, Tenant);
        failure = detail is { Row.Questionable: true } ? await classes.ExplainAsync(await current.GetAsync(), detail.Row.Id) : null;
        (turns, documents) = detail is null ? ([], []) : (Turns(detail), Documents(detail.Context));
        loaded = true;
    }

    private async Task RequestLabelAsync()
    {
        told = await requests.RequestLabelAsync(await current.GetAsync(), detail!.Row.Id);
        detail = await interactions.ReadAsync(await current.GetAsync(), TraceId, Tenant);
    }

    private static IEnumerable<(string, string)> Facts(InteractionRow r) => new (string Name, string? Value)[]
    {
        ("when", Times.Exact(r.Timestamp)), ("workflow", r.Workflow), ("tenant", r.Tenant), ("task", r.TaskId), ("model", $"{r.ModelId} {r.ModelVersion}".Trim()), ("served by", r.ServedModel),
        ("prompt", r.PromptVersion), ("release", r.Release), ("deployment", r.DeploymentId), ("knowledge", r.KnowledgeVersion), ("segment", r.Segment), ("country", r.Country), ("user", r.UserId), ("session", r.SessionId),
        ("latency", r.LatencyMs is { } ms ? $"{Number(ms)} ms" : null), ("error", r.ErrorKind), ("outcome", r.OutcomeMetric is null ? null : $"{r.OutcomeMetric} {(r.OutcomeValue is { } v ? Number(v) : "not known yet")}"),
    }.Where(f => !string.IsNullOrEmpty(f.Value)).Select(f => (f.Name, f.Value!));

    private static string Number(double? value) => value is { } v ? SignificantDigits.Of(v, 3) : "";

    private static string Gives(SignalRow s) => s.Polarity == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{(s.Polarity < 0 ? "+" : "−")}{s.Contribution:0.00}");

    private static string Words(SignalRow s) => s.Polarity == 0
        ? "Kept, without bearing on suspicion"
        : string.Create(CultureInfo.InvariantCulture, $"weight {s.Weight:0.00} × strength {s.Strength:0.00} × trust {s.Trust:0.00}, {(s.Polarity < 0 ? "against" : "for")} the answer");

    /// <summary>The messages; without any, input and output. The answer stands last.</summary>
    private static List<Turn> Turns(InteractionDetail d)
    {
        var turns = new List<Turn>();
        if (d.Messages is not null)
        {
            using var messages = JsonDocument.Parse(d.Messages);
            if (messages.RootElement.ValueKind == JsonValueKind.Array)
                turns.AddRange(messages.RootElement.EnumerateArray().Where(m => m.ValueKind == JsonValueKind.Object).Select(m => new Turn(Member(m, "role") ?? "message", Readable(Member(m, "content") ?? ""))));
        }

        if (turns.Count == 0 && d.Input is { Length: > 0 }) turns.Add(new Turn("user", d.Input));
        if (d.Output is { Length: > 0 } && turns.All(t => t.Text != d.Output)) turns.Add(new Turn("answer", d.Output));
        return turns;
    }

    private static List<string> Documents(string? context)
    {
        if (context is null) return [];
        using var document = JsonDocument.Parse(context);
        return document.RootElement.TryGetProperty("retrieval_ids", out var ids) && ids.ValueKind == JsonValueKind.Array
            ? [.. ids.EnumerateArray().Select(i => i.ValueKind == JsonValueKind.String ? i.GetString()! : i.GetRawText())]
            : [];
    }

    private static string? Member(JsonElement element, string name) => !element.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };

    /// <summary>JSON indented; everything else as it is.</summary>
    private static string Readable(string text)
    {
        if (text.AsSpan().TrimStart() is not ['{' or '[', ..]) return text;
        try
        {
            return JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(text), Pretty);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private sealed record Turn(string Role, string Text)
    {
        public bool IsData => Role is "tool" or "function" || Text.AsSpan().TrimStart() is ['{', ..];

        public string Glimpse => Text.ReplaceLineEndings(" ") is { Length: > 120 } line ? line[..120] + "…" : Text.ReplaceLineEndings(" ");
    }
}

/// <summary>What a later room does when somebody here asks for a label: the queue implements it.</summary>
public interface IInteractionRequests
{
    /// <summary>Queues the interaction for one more label; answers in words.</summary>
    Task<string> RequestLabelAsync(PersonAccess access, long interactionId, int slots = 1, CancellationToken cancellationToken = default);
}

/// <summary>Why an interaction failed, and what to do about failures of its kind.</summary>
/// <param name="ErrorClass">one-off, systematic or conceptual; null until patterns were looked for.</param>
/// <param name="Reason">Why it is of that class, in a sentence.</param>
/// <param name="Action">What to do, in a sentence.</param>
/// <param name="Patterns">The patterns it lies in, those in force first.</param>
public sealed record FailureExplanation(string? ErrorClass, string Reason, string? Action, IReadOnlyList<PatternPlace> Patterns);

/// <summary>A pattern that an interaction lies in, and its page.</summary>
public sealed record PatternPlace(string Name, string Link, string State, bool InForce);

/// <summary>What a later room knows of failures: the search for patterns implements it.</summary>
public interface IErrorClasses
{
    /// <summary>For a lead of its workflow; null where it is not questionable, or none to be seen.</summary>
    Task<FailureExplanation?> ExplainAsync(PersonAccess access, long interactionId, CancellationToken cancellationToken = default);
}
