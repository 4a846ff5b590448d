using System.Globalization;
using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.OffPolicy;

/// <summary>Estimates a policy from the decisions of an experiment. The address has the experiment and the policy.</summary>
public sealed partial class OffPolicyPage(
    OffPolicyService service,
    ReleaseReader reader,
    CurrentPerson current,
    NavigationManager navigation
) : ComponentBase
{
    private readonly LoadOrder loads = new();
    private WorkflowRef? workflow;
    private ReleaseList? list;
    private ReleaseRights rights = new(0, false, false);
    private ReleaseDialogs? dialogs;
    private IReadOnlyList<PolicyExperiment> experiments = [];
    private PolicyExperiment? experiment;
    private PolicyForm? form;
    private PolicyEstimate? estimate;
    private PolicyProposal? proposal;
    private string? problem;
    private bool loaded;

    [Parameter]
    public string Key { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    /// <summary>The id of the experiment. Missing: the latest canary or bandit.</summary>
    [SupplyParameterFromQuery(Name = "experiment")]
    public string? Experiment { get; set; }

    /// <summary>The policy as JSON. Missing: nothing is estimated yet.</summary>
    [SupplyParameterFromQuery(Name = "policy")]
    public string? Policy { get; set; }

    protected override Task OnParametersSetAsync() => loads.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        var access = await current.GetAsync();
        // An estimate that is not for this address must not stay while the next one is computed.
        (estimate, proposal, problem) = (null, null, null);
        workflow = await reader.FindAsync(access, Key, Tenant);
        if (workflow is not null)
            await LoadAsync();
        loaded = true;
    }

    private async Task LoadAsync()
    {
        await ReloadAsync();
        experiment = string.IsNullOrWhiteSpace(Experiment)
            ? experiments is [var first, ..]
                ? first
                : null
            : experiments.FirstOrDefault(e => e.Id.ToString(CultureInfo.InvariantCulture) == Experiment);
        if (experiment is null)
        {
            form = null;
            return;
        }

        var asked = string.IsNullOrWhiteSpace(Policy) ? null : CandidatePolicy.Parse(Policy);
        form = PolicyForm.Of(experiment, asked is { Ok: true } ? asked.Value : null);
        if (asked is null)
            return;
        if (!asked.Ok)
        {
            problem = asked.Message;
            return;
        }

        var result = await service.EstimateAsync(await current.GetAsync(), workflow!, experiment.Id, asked.Value);
        if (!result.Ok)
        {
            problem = result.Message;
            return;
        }

        estimate = result.Value;
        proposal = PolicyProposal.Of(estimate, list!);
    }

    /// <summary>Reads the releases and experiments, also after an experiment has started.</summary>
    private async Task ReloadAsync()
    {
        var access = await current.GetAsync();
        rights = ReleaseRights.Of(access, workflow!);
        list = await reader.ListAsync(access, workflow!);
        experiments = await service.ExperimentsAsync(access, workflow!);
        proposal = estimate is null ? null : PolicyProposal.Of(estimate, list);
    }

    private void Submit()
    {
        var policy = form!.Read();
        problem = policy.Ok ? null : policy.Message;
        if (policy.Ok)
            navigation.NavigateTo(To(experiment!.Id, policy.Value));
    }

    private void ChooseExperiment(ChangeEventArgs e)
    {
        if (long.TryParse((string?)e.Value, CultureInfo.InvariantCulture, out var id))
            navigation.NavigateTo(To(id, null));
    }

    private Task ProposeAsync() => dialogs!.OpenAsync(new ReleaseAsk(ReleaseAct.Try, proposal!.First) { Proposed = proposal.Shares });

    private string NameOf(long release) => list!.Releases.First(r => r.Id == release).Name;

    private string To(long? id, CandidatePolicy? policy) =>
        $"off-policy/{Addresses.Segment(workflow!.Key)}"
        + Addresses.Query(
            ("tenant", workflow.TenantKey),
            ("experiment", id?.ToString(CultureInfo.InvariantCulture)),
            ("policy", policy?.ToJson())
        );
}
