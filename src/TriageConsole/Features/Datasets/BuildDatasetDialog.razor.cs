using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Core.Datasets;
using TriageConsole.Data.Access;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Datasets;

/// <summary>A form for a policy, which says what the policy selects before it is built.</summary>
public sealed partial class BuildDatasetDialog(CurrentPerson current, WorkflowDirectory directory, TimeProvider time)
    : BackgroundComponent,
        IDisposable
{
    private const string Workflow = "workflow";
    private const string Name = "name";
    private readonly TypingPause pause = new(time, TimeSpan.FromMilliseconds(400));
    private readonly CancellationTokenSource closed = new();
    private readonly FieldMessages messages = new();
    private IReadOnlyList<WorkflowRef> workflows = [];
    private IReadOnlyList<PolicyPattern> patterns = [];
    private IReadOnlyList<FieldProblem> problems = [];
    private WorkflowRef? workflow;
    private string name = "";
    private DatasetPolicy? policy = new();
    private Result? refusal;
    private Result<SelectionPreview>? preview;
    private readonly SemaphoreSlim one = new(1);
    private int counts;

    /// <summary>What is wrong with the policy, also what only the build found. Another list is another check.</summary>
    private IReadOnlyList<FieldProblem> policyProblems = [];

    /// <summary>The dataset whose policy is changed; null for a new one.</summary>
    [Parameter]
    public DatasetDetail? Dataset { get; set; }

    [Parameter, EditorRequired]
    public EventCallback<Result<DatasetBuild>> Built { get; set; }

    [Parameter, EditorRequired]
    public EventCallback Closed { get; set; }

    public void Dispose()
    {
        closed.Cancel();
        closed.Dispose();
        pause.Dispose();
        one.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        if (Dataset is { } dataset)
        {
            (name, policy) = (dataset.Name, DatasetPolicy.Parse(dataset.Policy));
            await ChooseAsync(dataset.Workflow);
            return;
        }

        workflows = await directory.ListAsync(await current.GetAsync(), Role.Lead);
        await ChooseAsync(workflows.Count > 0 ? workflows[0] : null);
    }

    private async Task ChooseAsync(WorkflowRef? chosen)
    {
        (workflow, patterns) = (chosen, []);
        Change(policy);
        if (chosen is null)
            return;
        var found = await Datasets.PatternsAsync(await current.GetAsync(), chosen.TenantKey, chosen.Key);
        if (chosen == workflow)
            patterns = found;
    }

    private void Change(DatasetPolicy? changed)
    {
        (policy, refusal, preview) = (changed, null, null);
        policyProblems = problems = changed is null
            ? []
            : [.. DatasetPolicyCheck.Of(changed).Select(p => new FieldProblem(p.Property, p.Problem))];
        var count = ++counts;
        if (changed is null || problems.Count > 0 || workflow is not { } asked)
            return;
        Run(async () =>
        {
            if (!await pause.WaitAsync(closed.Token))
                return;
            // One count at a time, however fast the policy changes.
            await one.WaitAsync(closed.Token);
            try
            {
                if (count != counts)
                    return;
                var found = await Datasets.PreviewAsync(await current.GetAsync(), asked.TenantKey, asked.Key, changed, closed.Token);
                // A later change is counted on its own.
                if (count != counts)
                    return;
                preview = found;
                StateHasChanged();
            }
            finally
            {
                one.Release();
            }
        });
    }

    private async Task BuildAsync()
    {
        if (policy is null)
            return;
        var access = await current.GetAsync();
        var result = await Datasets.BuildAsync(access, workflow?.TenantKey, workflow?.Key, name, policy.ToCanonicalJson());
        if (result.Ok)
        {
            await Built.InvokeAsync(result);
            return;
        }

        refusal = result;
        policyProblems =
        [
            .. problems,
            .. result.Problems.Where(p => p.Field is not (Workflow or Name) && problems.All(k => k.Field != p.Field)),
        ];
    }

    private IEnumerable<KeyValuePair<string, object>> Message(string field, object? value) => messages.At(refusal, field, value);
}
