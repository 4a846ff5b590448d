using System.Globalization;
using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Core.Retraining;
using TriageConsole.Data.Access;
using TriageConsole.Data.Retraining;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Retraining;

/// <summary>The proposals, runs and settings of retraining of a workflow.</summary>
public sealed partial class RetrainingPage : ComponentBase, IDisposable
{
    private readonly LiveRefresh live = new();
    private readonly Dictionary<long, string> executors = [];
    private WorkflowRef? workflow;
    private RetrainingOverview? overview;
    private ProposalRow? dismissing;
    private Result? told;
    private string? refusal;
    private string reason = "";
    private RepairKind? repair;
    private long pattern;
    private bool proposing;
    private bool loaded;
    private bool busy;

    [Parameter]
    public string Key { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    [Inject]
    private RetrainingReader Reader { get; set; } = null!;

    [Inject]
    private WorkflowDirectory Directory { get; set; } = null!;

    [Inject]
    private CurrentPerson Current { get; set; } = null!;

    [Inject]
    private ChangeNotifier Notifier { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private DateTimeOffset Now => Time.GetUtcNow();

    private List<ProposalRow> Open => [.. overview!.Proposals.Where(p => p.State is ProposalState.Open or ProposalState.Started)];

    private List<ProposalRow> Closed => [.. overview!.Proposals.Where(p => p.State is ProposalState.Done or ProposalState.Dismissed)];

    protected override Task OnParametersSetAsync() => live.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        workflow = await Directory.FindAsync(await Current.GetAsync(), Role.Lead, Key, Tenant);
        if (workflow is not null)
            await LoadAsync();
        loaded = true;
        live.Start(
            Notifier,
            Time,
            id => id == workflow?.Id,
            () =>
                InvokeAsync(async () =>
                {
                    await LoadAsync();
                    StateHasChanged();
                })
        );
    }

    public void Dispose() => live.Dispose();

    private async Task LoadAsync() => overview = await Reader.ReadAsync(await Current.GetAsync(), workflow!);

    private List<string> Able(RepairKind needed) => [.. overview!.Executors.Where(e => e.Repairs.Contains(needed)).Select(e => e.Name)];

    private string Chosen(ProposalRow proposal) => executors.GetValueOrDefault(proposal.Id) ?? Able(proposal.Repair)[0];

    private void Choose(long proposal, ChangeEventArgs e) => executors[proposal] = (string?)e.Value ?? "";

    private string RunLink(long run) =>
        Addresses.Workflow("retraining", workflow!.TenantKey, workflow.Key, run.ToString(CultureInfo.InvariantCulture));

    private string PatternName(long id) => overview!.Patterns.Where(p => p.Id == id).Select(p => p.Name).FirstOrDefault() ?? "";

    private static string RepairName(RepairKind? one) =>
        one is { } known ? RetrainingWords.Words(known) : "Automatic, by the suggested action";

    private void OpenProposal()
    {
        (proposing, refusal, reason, repair) = (true, null, "", null);
        pattern = overview!.Patterns[0].Id;
    }

    private void OpenDismissal(ProposalRow proposal) => (dismissing, refusal, reason) = (proposal, null, "");

    private async Task ProposeAsync()
    {
        var result = await Retraining.ProposeAsync(await Current.GetAsync(), workflow!, pattern, repair, reason);
        refusal = result.Ok ? null : result.Message;
        proposing = !result.Ok;
        if (result.Ok)
            await ShowAsync(result);
    }

    private async Task DismissAsync()
    {
        var result = await Retraining.DismissAsync(await Current.GetAsync(), workflow!, dismissing!.Id, reason);
        refusal = result.Ok ? null : result.Message;
        if (!result.Ok)
            return;
        dismissing = null;
        await ShowAsync(result);
    }

    private async Task StartAsync(ProposalRow proposal)
    {
        busy = true;
        try
        {
            await ShowAsync(await Retraining.StartAsync(await Current.GetAsync(), workflow!, proposal.Id, Chosen(proposal)));
        }
        finally
        {
            busy = false;
        }
    }

    private async Task ShowAsync(Result result)
    {
        told = result;
        await LoadAsync();
    }
}
