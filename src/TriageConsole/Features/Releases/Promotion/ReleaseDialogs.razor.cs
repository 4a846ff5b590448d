using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Approvals;
using TriageConsole.Features.Releases.Experiments;
using TriageConsole.Features.Releases.Impact;
using TriageConsole.Features.Releases.Plans;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Promotion;

/// <summary>
/// Runs the actions on releases for all pages. A dialog keeps the state that its page showed when it opened. If that state is outdated, the
/// service refuses the action and the page shows the current state.
/// </summary>
public sealed partial class ReleaseDialogs(
    PromotionService promotion,
    RollbackService rollback,
    ExperimentService experiments,
    PlanService plans,
    ApprovalService approvals,
    TrafficRegistration traffic,
    RegistryService registry,
    ReleaseLabelsReader labelsReader,
    CurrentPerson current,
    TimeProvider time
) : ComponentBase
{
    private ReleaseAsk? ask;
    private ReleaseList? seen;
    private ReleaseLabels? labels;
    private Result? told;
    private string? refusal;
    private string despite = "";
    private bool toNotice;
    private ResultNotice? notice;

    [Parameter, EditorRequired]
    public WorkflowRef Workflow { get; set; } = null!;

    [Parameter, EditorRequired]
    public ReleaseList List { get; set; } = null!;

    [Parameter, EditorRequired]
    public ReleaseRights Rights { get; set; } = null!;

    /// <summary>Raised after every attempt: the page reads again.</summary>
    [Parameter, EditorRequired]
    public EventCallback Changed { get; set; }

    private DateTimeOffset Now => time.GetUtcNow();

    private string[] RollBackLines =>
        ask!.Row!.State == ReleaseState.Live
            ?
            [
                $"{ask.Row.RollbackTo} is live again from the next request, for all traffic of "
                    + $"{Workflow.Name}.{(seen!.Experiment is null ? "" : $" The {seen.Experiment.Kind.Words()} ends.")}",
                .. Between(ask.Row.Skipped, $"Skipped, because a component is withdrawn: {string.Join(", ", ask.Row.Skipped)}."),
                $"{ask.Row.Name} becomes rolled back. It can be reopened later.",
            ]
            :
            [
                $"{ask.Row.Name} gets no traffic from the next request. All traffic goes to {seen!.Live?.Name}.",
                "Its counts are discarded. A second attempt is judged by new data.",
            ];

    private string[] RollBackToLines =>
        [
            $"{ask!.Row!.Name} is live again from the next request, for all traffic of {Workflow.Name}, in place of "
                + $"{seen!.Live?.Name}.{(seen.Experiment is null ? "" : $" The {seen.Experiment.Kind.Words()} ends.")}",
            ask.Row.Skipped.Count == 0
                ? "No version lies between them."
                : $"Versions between them that are skipped: {string.Join(", ", ask.Row.Skipped)}. They stay superseded.",
            $"{seen.Live?.Name} becomes rolled back. It can be reopened later.",
        ];

    private string[] RejectLines =>
        [
            $"{ask!.Row!.Name} can never go live.{(ask.Row.Share is null ? "" : " It gets no more traffic.")} "
                + "Its components stay registered and can be part of a new release.",
        ];

    private string[] StopLines =>
        [$"All traffic goes to {seen!.Live?.Name} from the next request. The counts are kept. The candidates stay in evaluation."];

    private static string[] WithdrawLines =>
        [
            "Withdraw a component that no longer exists, such as a deleted model. Releases with it cannot go live, and rollbacks "
                + "skip them. A live release stays live.",
        ];

    private static string[] Between(IReadOnlyList<string> skipped, string text) => skipped.Count == 0 ? [] : [text];

    internal async Task OpenAsync(ReleaseAsk wanted)
    {
        labels = wanted.Act is ReleaseAct.Promote or ReleaseAct.PromoteAnyway
            ? await labelsReader.ReadAsync(await current.GetAsync(), Workflow, wanted.Row!)
            : null;
        (ask, seen, refusal, despite) = (wanted, List, null, "");
        if (wanted.Act == ReleaseAct.Evaluate || wanted.Act == ReleaseAct.Reopen)
            await DoAsync(async a =>
                await promotion.MoveAsync(a, Workflow, wanted.Row!.Id, wanted.Row.RowVersion, ReleaseState.Evaluating, null)
            );
        else if (wanted.Act == ReleaseAct.Restore)
            await DoAsync(async a => await registry.WithdrawAsync(a, Workflow, wanted.Component!.Id, null));
        else if (wanted.Act == ReleaseAct.Register)
            await RegisterAsync(asLive: false);
        StateHasChanged();
    }

    /// <summary>Shows the result of a form on the page.</summary>
    internal void Tell(Result result) => (told, toNotice) = (result, true);

    private void Close() => ask = null;

    private Task PromoteAsync(string? reason) =>
        DoAsync(async a =>
            await promotion.PromoteAsync(a, Workflow, new PromoteRequest(ask!.Row!.Id, ask.Row.RowVersion, seen!.Live?.Id, reason, despite))
        );

    private Task RollBackAsync(string? reason) =>
        DoAsync(async a => await rollback.RollBackAsync(a, Workflow, ask!.Row!.Id, ask.Row.RowVersion, reason));

    private Task RejectAsync(string? reason) =>
        DoAsync(async a => await promotion.MoveAsync(a, Workflow, ask!.Row!.Id, ask.Row.RowVersion, ReleaseState.Rejected, reason));

    private Task StopAsync(string? reason) =>
        DoAsync(async a => await experiments.StopAsync(a, Workflow, seen!.Experiment?.Id ?? 0, reason));

    private Task WithdrawAsync(string? reason) => DoAsync(async a => await registry.WithdrawAsync(a, Workflow, ask!.Component!.Id, reason));

    private Task RollBackToAsync(string? reason) =>
        DoAsync(async a => await rollback.RollBackToAsync(a, Workflow, ask!.Row!.Id, ask.Row.RowVersion, seen!.Live?.Id, reason));

    private Task RegisterAllAsync(string? live) =>
        DoAsync(a => traffic.RegisterAllAsync(a, Workflow, [.. seen!.Unregistered.Select(v => v.Version)], live));

    private Task RegisterAsync(bool asLive) => DoAsync(async a => await traffic.RegisterAsync(a, Workflow, ask!.Version!, asLive));

    private async Task TryAsync((ExperimentKind Kind, IReadOnlyList<CandidateShare> Candidates) wanted) =>
        await AnswerAsync(await experiments.StartAsync(await current.GetAsync(), Workflow, wanted.Kind, wanted.Candidates, despite));

    private async Task PlanAsync(NewPlan wanted) => await AnswerAsync(await plans.CreateAsync(await current.GetAsync(), Workflow, wanted));

    private async Task AskApprovalAsync(ApprovalRequest wanted) =>
        await AnswerAsync(await approvals.RequestAsync(await current.GetAsync(), Workflow, wanted));

    /// <summary>What is invalid is corrected in the dialog itself.</summary>
    private async Task AnswerAsync(Result result)
    {
        refusal = result.Ok || result.IsConflict ? null : result.Message;
        if (refusal is null)
            await DoneAsync(result);
    }

    private async Task DoAsync(Func<PersonAccess, Task<Result>> act) => await DoneAsync(await act(await current.GetAsync()));

    private async Task DoneAsync(Result result)
    {
        ask = null;
        Tell(result);
        await Changed.InvokeAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!toNotice || notice is null)
            return;
        toNotice = false;
        await notice.FocusAsync();
    }
}
