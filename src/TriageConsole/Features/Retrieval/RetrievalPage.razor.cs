using System.Globalization;
using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Core.Retrieval;
using TriageConsole.Data.Access;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Retrieval;

/// <summary>The retrieved documents of a workflow. The figures are computed when the page is opened; the time is in the address.</summary>
public sealed partial class RetrievalPage : ComponentBase, IDisposable
{
    private const int MaxRows = 100;

    private static readonly int[] Choices = [7, RetrievalTime.StandardDays, RetrievalTime.MaxDays];

    private readonly LiveRefresh live = new();
    private HashSet<string> chosen = new(StringComparer.Ordinal);
    private WorkflowRef? workflow;
    private RetrievalView? view;
    private FilterDraft? draft;
    private Result? told;
    private bool loaded;
    private bool busy;

    [Parameter]
    public string Key { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    /// <summary>The number of days before now.</summary>
    [SupplyParameterFromQuery(Name = "days")]
    public string? Days { get; set; }

    [Inject]
    private RetrievalService Retrieval { get; set; } = null!;

    [Inject]
    private RetrievalFilters Filters { get; set; } = null!;

    [Inject]
    private WorkflowDirectory Directory { get; set; } = null!;

    [Inject]
    private CurrentPerson Current { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private List<DocumentFeedback> Proposed => [.. view!.Analysis.Documents.Where(d => d.Proposed)];

    private string PairsLink =>
        $"exports/retrieval/{Addresses.Segment(workflow!.Key)}"
        + Addresses.Query(("tenant", workflow.TenantKey), ("days", DaysOf(Days).ToString(CultureInfo.InvariantCulture)));

    private string DraftLink =>
        Addresses.Workflow("releases", workflow!.TenantKey, workflow.Key, draft!.Release.ToString(CultureInfo.InvariantCulture));

    /// <summary>A number of days that can be chosen.</summary>
    internal static int DaysOf(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && Choices.Contains(days)
            ? days
            : RetrievalTime.StandardDays;

    protected override Task OnParametersSetAsync() => live.RunAsync(OpenAsync);

    public void Dispose() => live.Dispose();

    private async Task OpenAsync()
    {
        workflow = await Directory.FindAsync(await Current.GetAsync(), Role.Lead, Key, Tenant);
        if (workflow is not null)
            await LoadAsync();
        loaded = true;
    }

    private async Task LoadAsync()
    {
        view = await Retrieval.ReadAsync(await Current.GetAsync(), workflow!, RetrievalTime.Last(DaysOf(Days), Time.GetUtcNow()));
        chosen = Proposed.Select(d => d.Id).ToHashSet(StringComparer.Ordinal);
    }

    private void ChooseDays(ChangeEventArgs e) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("days", (string?)e.Value));

    private void Choose(string document)
    {
        if (!chosen.Remove(document))
            chosen.Add(document);
    }

    private async Task CreateFilterAsync()
    {
        busy = true;
        try
        {
            var span = RetrievalTime.Last(DaysOf(Days), Time.GetUtcNow());
            var result = await Filters.CreateAsync(await Current.GetAsync(), workflow!, span, [.. chosen]);
            (told, draft) = (result, result.Ok ? result.Value : null);
        }
        finally
        {
            busy = false;
        }
    }
}
