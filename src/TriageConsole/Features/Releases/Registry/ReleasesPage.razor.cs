using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Common;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>The releases of a workflow: live, candidates and earlier ones, with their gates and actions.</summary>
public sealed partial class ReleasesPage(
    ReleaseReader reader,
    CurrentPerson current,
    ChangeNotifier notifier,
    NavigationManager navigation,
    TimeProvider time
) : ComponentBase, IDisposable
{
    /// <summary>The number of earlier releases that are expanded.</summary>
    private const int Few = 3;

    /// <summary>The number of unregistered versions that are shown first.</summary>
    private const int FewVersions = 20;

    private WorkflowRef? workflow;
    private ReleaseList? list;
    private ReleaseRights rights = new(0, false, false);
    private ReleaseDialogs? dialogs;
    private string? basedOn;
    private bool isWriting;
    private bool loaded;
    private bool showsAll;
    private readonly LiveRefresh live = new();

    [Parameter]
    public string Key { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    /// <summary>The release that a new one starts with; set when a page or a row opens the form.</summary>
    [SupplyParameterFromQuery(Name = "new")]
    public string? New { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    public int? Page { get; set; }

    [SupplyParameterFromQuery(Name = "earlier")]
    public int? EarlierPage { get; set; }

    private DateTimeOffset Now => time.GetUtcNow();

    private ListPage<ReleaseRow> Current => list!.Releases.Where(r => !IsPast(r)).ToList().ToPage(Page ?? 1, Paging.Rows);

    private ListPage<ReleaseRow> Earlier => list!.Releases.Where(IsPast).ToList().ToPage(EarlierPage ?? 1, Paging.Rows);

    private IReadOnlyList<UnregisteredVersion> Versions => showsAll ? list!.Unregistered : [.. list!.Unregistered.Take(FewVersions)];

    private string NoLive =>
        "No release is live, so candidates cannot be compared with anything. "
        + (
            list!.Unregistered.Count == 0 ? "Promote a release."
            : rights.Approves ? "Register the version that serves your users as live."
            : "An approver of the workflow registers the version that serves your users as live."
        );

    private bool ShowsMonitoring =>
        list?.Watch is { } monitor
        && (
            monitor.IsRunning || monitor.State is MonitorState.RolledBack or MonitorState.ActionNeeded || monitor.ReleaseId == list.Live?.Id
        );

    private string Example =>
        $$"""
            curl -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" {{navigation.BaseUri}}api/v1/releases -d '{
              "workflow": "{{Key}}", "name": "answers-1",
              "components": [{"kind": "prompt", "name": "answer", "version": "1", "content": "You answer …"},
                             {"kind": "model", "name": "gpt-5", "version": "2026-05", "reference": "https://models.example/gpt-5"}]}'
            """;

    protected override Task OnParametersSetAsync() => live.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        var access = await current.GetAsync();
        workflow = await reader.FindAsync(access, Key, Tenant);
        if (workflow is not null)
            await LoadAsync();
        if (!string.IsNullOrWhiteSpace(New))
            Write(New);
        loaded = true;
        live.Start(
            notifier,
            time,
            id => id == workflow?.Id,
            () =>
                InvokeAsync(async () =>
                {
                    await LoadAsync();
                    StateHasChanged();
                })
        );
    }

    private async Task LoadAsync()
    {
        var access = await current.GetAsync();
        rights = ReleaseRights.Of(access, workflow!);
        list = await reader.ListAsync(access, workflow!);
    }

    private Task AskAsync(ReleaseAsk ask) => dialogs!.OpenAsync(ask);

    private void Write(string? based) => (isWriting, basedOn) = (true, based);

    private void StopWriting()
    {
        (isWriting, basedOn) = (false, null);
        // The address no longer asks for the form.
        if (New is not null)
            navigation.NavigateTo($"releases/{workflow!.Address}", replace: true);
    }

    private async Task CreatedAsync(Result result)
    {
        StopWriting();
        dialogs?.Tell(result);
        await LoadAsync();
    }

    private static bool IsPast(ReleaseRow row) => row.State is ReleaseState.Superseded or ReleaseState.RolledBack or ReleaseState.Rejected;

    public void Dispose() => live.Dispose();
}
