using System.Text.Json;
using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Data.Access;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Gates;

/// <summary>The gate settings of a workflow. Leads change them, approvers read them.</summary>
public sealed partial class ReleaseSettingsPage(ReleaseReader reader, ReleasePolicyService policies, CurrentPerson current) : ComponentBase
{
    private readonly LoadOrder loads = new();
    private readonly FieldMessages messages = new();
    private static readonly (
        string Id,
        string Label,
        string Help,
        string Field,
        Func<ReleasePolicyForm, double?> Get,
        Action<ReleasePolicyForm, double?> Set
    )[] Guardrails =
    [
        (
            "safety",
            "Maximum increase of safety findings, pp",
            "Share of responses with a safety or policy finding.",
            nameof(ReleasePolicyForm.SafetyPoints),
            f => f.SafetyPoints,
            (f, v) => f.SafetyPoints = v
        ),
        (
            "errors",
            "Maximum increase of errors, pp",
            "Share of interactions that end in an error.",
            nameof(ReleasePolicyForm.ErrorPoints),
            f => f.ErrorPoints,
            (f, v) => f.ErrorPoints = v
        ),
        (
            "escalation",
            "Maximum increase of escalations, pp",
            "Share of interactions that are escalated to a person.",
            nameof(ReleasePolicyForm.EscalationPoints),
            f => f.EscalationPoints,
            (f, v) => f.EscalationPoints = v
        ),
        (
            "latency",
            "Maximum increase of p95 latency, %",
            "The p95 latency: 95 % of responses are faster.",
            nameof(ReleasePolicyForm.LatencyPercent),
            f => f.LatencyPercent,
            (f, v) => f.LatencyPercent = v
        ),
        (
            "cost",
            "Maximum increase of cost per task, %",
            "The mean over interactions that report their cost.",
            nameof(ReleasePolicyForm.CostPercent),
            f => f.CostPercent,
            (f, v) => f.CostPercent = v
        ),
    ];

    private WorkflowRef? workflow;
    private ReleasePolicyForm form = new();
    private string stored = "";
    private Result? told;
    private string? metric;
    private string? unit;
    private bool leads;
    private bool leadsTenant;
    private bool loaded;
    private bool saving;

    [Parameter]
    public string Key { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    protected override Task OnParametersSetAsync() => loads.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        workflow = await reader.FindAsync(await current.GetAsync(), Key, Tenant);
        if (workflow is not null)
            await ReloadAsync();
        loaded = true;
    }

    private async Task ReloadAsync()
    {
        var access = await current.GetAsync();
        var list = await reader.ListAsync(access, workflow!);
        (form, metric, unit, leads) = (
            ReleasePolicyForm.Of(list.Policy),
            list.Metric,
            list.Unit,
            access.Has(Role.Lead, workflow!.TenantId, workflow.Id)
        );
        leadsTenant = access.Has(Role.Lead, workflow.TenantId, null);
        stored = Text(form);
        told = null;
    }

    private static string Text(ReleasePolicyForm form) => JsonSerializer.Serialize(form);

    private async Task SaveAsync()
    {
        if (saving)
            return;
        saving = true;
        try
        {
            var result = await policies.SaveAsync(await current.GetAsync(), workflow!, form);
            if (result.Ok)
                await ReloadAsync();
            told = result;
        }
        finally
        {
            saving = false;
        }
    }

    private string LossLabel => $"Tolerated loss{(string.IsNullOrEmpty(unit) ? "" : $", {unit}")}";

    private string LossHelp =>
        $"In units of {metric ?? "the outcome"}; for outcomes of 0 or 1, 0.02 is 2 percentage points. "
        + "A loss that is shown to be larger, in a canary or after going live, is a regression.";

    private IEnumerable<KeyValuePair<string, object>> Message(string field, object? value) => messages.At(told, field, value);
}
