using System.Globalization;
using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Data.Access;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Interactions;

/// <summary>Finds interactions. The address holds the filters, so that a view can be kept and shared.</summary>
public sealed partial class InteractionsPage(InteractionService interactions, WorkflowDirectory directory, CurrentPerson current, ChangeNotifier notifier, TimeProvider time) : ComponentBase, IDisposable
{
    private const int PageSize = 100;

    private static readonly (string Value, string Words)[] Choices =
        [("", "everything"), ("questionable", "questionable"), ("failed", "outcome below 0.5"), ("no_outcome", "outcome missing"), ("labeled", "labeled"), ("unlabeled", "not labeled")];

    private IReadOnlyList<WorkflowRef> workflows = [];
    private List<InteractionRow>? rows;
    private string? next;
    private bool manyTenants;
    private bool busy;
    private int unseen;
    private DateTimeOffset now;
    private LiveRefresh? live;

    /// <summary>Key of a workflow, with its tenant where there are several: <c>tenant/key</c>.</summary>
    [SupplyParameterFromQuery(Name = "workflow")] public string? Workflow { get; set; }

    [SupplyParameterFromQuery(Name = "text")] public string? Text { get; set; }

    [SupplyParameterFromQuery(Name = "model")] public string? Model { get; set; }

    [SupplyParameterFromQuery(Name = "prompt_version")] public string? PromptVersion { get; set; }

    [SupplyParameterFromQuery(Name = "segment")] public string? Segment { get; set; }

    [SupplyParameterFromQuery(Name = "trace")] public string? Trace { get; set; }

    [SupplyParameterFromQuery(Name = "show")] public string? Show { get; set; }

    /// <summary>A moment in UTC, as the browser's own field writes it: 2026-05-04T09:30.</summary>
    [SupplyParameterFromQuery(Name = "from")] public string? From { get; set; }

    /// <summary>Excluded.</summary>
    [SupplyParameterFromQuery(Name = "to")] public string? To { get; set; }

    private bool IsFiltered => new[] { Workflow, Text, Model, PromptVersion, Segment, Trace, Show, From, To }.Any(f => !string.IsNullOrEmpty(f));

    private InteractionFilter Filter => new()
    {
        Text = Blank(Text), Model = Blank(Model), PromptVersion = Blank(PromptVersion), Segment = Blank(Segment), Trace = Blank(Trace),
        Questionable = Show == "questionable" ? true : null, OutcomeMax = Show == "failed" ? 0.4999999 : null, HasOutcome = Show == "no_outcome" ? false : null,
        Labeled = Show switch { "labeled" => true, "unlabeled" => false, _ => null }, From = Moment(From), To = Moment(To),
    };

    protected override async Task OnParametersSetAsync()
    {
        workflows = await directory.ListAsync(await current.GetAsync(), Role.Lead);
        manyTenants = workflows.Select(w => w.TenantId).Distinct().Count() > 1;
        await ReloadAsync();
        // Rows do not jump under the reader; a button says that there is more.
        live ??= new LiveRefresh(notifier, time, id => workflows.Any(w => w.Id == id), () => InvokeAsync(() =>
        {
            unseen++;
            StateHasChanged();
        }));
    }

    private async Task ReloadAsync()
    {
        (now, unseen) = (time.GetUtcNow(), 0);
        var page = await FindAsync(null);
        (rows, next) = (page.Items.ToList(), page.NextCursor);
    }

    private async Task MoreAsync()
    {
        busy = true;
        var page = await FindAsync(next);
        rows!.AddRange(page.Items);
        (next, busy) = (page.NextCursor, false);
    }

    private async Task<Page<InteractionRow>> FindAsync(string? cursor)
    {
        var chosen = workflows.FirstOrDefault(w => $"{w.TenantKey}/{w.Key}" == Workflow) ?? workflows.FirstOrDefault(w => w.Key == Workflow);
        if (!string.IsNullOrEmpty(Workflow) && chosen is null) return new Page<InteractionRow>([], null);
        return await interactions.SearchAsync(await current.GetAsync(), chosen?.Id, Filter, cursor, PageSize);
    }

    private string Place(WorkflowRef w) => manyTenants ? $"{w.TenantKey}/{w.Key}" : w.Key;

    private static string Outcome(InteractionRow row) => row.OutcomeValue is { } value ? value.ToString("0.###", CultureInfo.InvariantCulture) : "–";

    /// <summary>Whether a link or a choice means this one.</summary>
    private bool IsChosen(WorkflowRef w) => Workflow == Place(w) || Workflow == $"{w.TenantKey}/{w.Key}";

    private static DateTimeOffset? Moment(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;

    private static string? Field(string? text) => Moment(text)?.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    public void Dispose() => live?.Dispose();
}
