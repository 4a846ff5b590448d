using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Components.Conversations;
using TriageConsole.Components.Lists;
using TriageConsole.Core;
using TriageConsole.Core.Events;
using TriageConsole.Security;

namespace TriageConsole.Features.Interactions;

/// <summary>The page of one interaction: its timeline and the contributions to its suspicion score.</summary>
public sealed partial class InteractionPage(
    InteractionService interactions,
    InteractionTimeline timelines,
    InteractionList list,
    IInteractionRequests requests,
    IErrorClasses classes,
    CurrentPerson current
) : ComponentBase
{
    private readonly LoadOrder loads = new();

    /// <summary>Imported labels can have thousands of keys.</summary>
    private const int MaxAnswers = 40;

    private InteractionDetail? detail;
    private FailureExplanation? failure;
    private IReadOnlyList<Turn> turns = [];
    private List<string> documents = [];
    private IReadOnlyList<InteractionStep> steps = [];
    private IReadOnlyList<TimelineEntry> timeline = [];
    private InteractionPlace? place;
    private bool loaded;
    private string? told;

    [Parameter]
    public string TraceId { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    /// <summary>The filters and the order of the list from which the page was opened, as a query string.</summary>
    [SupplyParameterFromQuery(Name = "list")]
    public string? List { get; set; }

    /// <summary>The position in that list when the page was opened.</summary>
    [SupplyParameterFromQuery(Name = "at")]
    public string? At { get; set; }

    private bool HasGoldenItem => timeline.Any(e => e.Kind == InteractionTimeline.GoldenItem);

    protected override Task OnParametersSetAsync() => loads.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        told = null;
        await LoadAsync();
        place =
            detail is null || string.IsNullOrEmpty(List)
                ? null
                : await list.PlaceAsync(
                    await current.GetAsync(),
                    InteractionListQuery.Of($"?{List}"),
                    GridQuery.Of($"?{List}"),
                    detail.Row.Id,
                    int.TryParse(At, CultureInfo.InvariantCulture, out var at) ? at : 0
                );
        failure = detail is { Row.NeedsReview: true } ? await classes.ExplainAsync(await current.GetAsync(), detail.Row.Id) : null;
        (turns, documents) = detail is null
            ? ([], [])
            : (ConversationReader.Read(detail.Messages, detail.Input), Documents(detail.Context));
        steps = InteractionStep.Read(detail?.Context);
        loaded = true;
    }

    private async Task RequestLabelAsync()
    {
        told = await requests.RequestLabelAsync(await current.GetAsync(), detail!.Row.Id);
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var access = await current.GetAsync();
        detail = await interactions.ReadAsync(access, TraceId, Tenant);
        timeline = detail is null ? [] : await timelines.ReadAsync(access, detail);
    }

    private IEnumerable<(string, string)> Facts(InteractionRow r) =>
        new (string Name, string? Value)[]
        {
            ("when", Times.Exact(r.Timestamp)),
            ("workflow", r.Workflow),
            ("tenant", r.Tenant),
            ("task", r.TaskId),
            ("model", $"{r.ModelId} {r.ModelVersion}".Trim()),
            ("served by", r.ServedModel),
            ("prompt", r.PromptVersion),
            ("release", r.Release),
            ("deployment", r.DeploymentId),
            ("knowledge", r.KnowledgeVersion),
            ("segment", r.Segment),
            ("country", r.Country),
            ("user", r.UserId),
            ("session", r.SessionId),
            ("latency", r.LatencyMs is { } ms ? $"{Number(ms)} ms" : null),
            ("error", r.ErrorKind),
            ("outcome", r.OutcomeMetric is null ? null : $"{r.OutcomeMetric} {(r.OutcomeValue is { } v ? Number(v) : "not known yet")}"),
        }
            .Where(f => !string.IsNullOrEmpty(f.Value))
            .Select(f => (f.Name, f.Value!));

    private static string Number(double? value) => value is { } v ? SignificantDigits.Of(v, 3) : "";

    private static string About(LabelRow l) =>
        $"{l.LabelerKind} · {l.Rubric} v{l.RubricVersion}"
        + (l.Revision > 1 ? $" · revision {l.Revision}" : "")
        + (l.IsExtra ? " · extra label" : "")
        + (l.MessageIndex is { } at ? $" · message {at + 1}" : "");

    private static List<string> Documents(string? context)
    {
        using var document = StoredJson.Parse(context);
        return
            document?.RootElement is { ValueKind: JsonValueKind.Object } root
            && root.TryGetProperty("retrieval_ids", out var ids)
            && ids.ValueKind == JsonValueKind.Array
            ? [.. ids.EnumerateArray().Select(i => i.ValueKind == JsonValueKind.String ? i.GetString()! : i.GetRawText())]
            : [];
    }
}
