using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Data.Access;
using TriageConsole.Features.Agreement.Judges;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Evaluation.Judges;

/// <summary>The judges of a workflow: calibration, errors by pattern, and suggested prompts.</summary>
public sealed partial class JudgesPage(
    JudgeErrorReader errorReader,
    JudgeRunService runService,
    JudgeSuggestions suggestions,
    WorkflowDirectory directory,
    CurrentPerson current,
    ChangeNotifier notifier,
    TimeProvider time
) : ComponentBase, IDisposable
{
    private WorkflowRef? workflow;
    private JudgeOverview overview = JudgeOverview.None;
    private IReadOnlyList<JudgeRunRow> runs = [];
    private IReadOnlyList<JudgeErrors> errors = [];
    private string suggested = "";
    private string? refusal;
    private bool isTrying;
    private bool isBusy;
    private bool loaded;
    private Result? told;
    private readonly LiveRefresh live = new();

    [Parameter]
    public string Key { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    /// <summary>The judge whose errors are shown. Default: the first.</summary>
    [SupplyParameterFromQuery(Name = "judge")]
    public string? Judge { get; set; }

    private DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Configured judges and those that only send labels.</summary>
    private IReadOnlyList<string> Judges =>
        [.. overview.Bindings.Keys.Concat(overview.Reports.Select(r => r.Judge.Key)).Distinct().Order(StringComparer.Ordinal)];

    private string? Shown =>
        Judges.Contains(Judge) ? Judge
        : Judges.Count > 0 ? Judges[0]
        : null;

    private JudgeBinding? Binding => Shown is { } judge ? overview.Bindings.GetValueOrDefault(judge) : null;

    protected override Task OnParametersSetAsync() => live.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        workflow = await directory.FindAsync(await current.GetAsync(), Role.Lead, Key, Tenant);
        if (workflow is not null)
            await LoadAsync();
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
        overview = await errorReader.OverviewAsync(access, workflow!);
        runs = await runService.ListAsync(access, workflow!);
        errors = Shown is { } judge ? await errorReader.ReadAsync(access, workflow!, Binding, judge) : [];
    }

    private IReadOnlyList<JudgeReport> Of(string judge) => [.. overview.Reports.Where(r => r.Judge.Key == judge && r.Question.IsAsked)];

    /// <summary>A judge that decides is trusted on all its questions.</summary>
    private bool IsTrusted(string judge) => Of(judge) is { Count: > 0 } of && of.All(r => r.MayDecide);

    private async Task CalibrateAsync()
    {
        told = await runService.StartAsync(await current.GetAsync(), workflow!, Shown!, null);
        await LoadAsync();
    }

    private async Task CancelAsync(long run)
    {
        var cancelled = await runService.CancelAsync(await current.GetAsync(), workflow!, run);
        told = cancelled ? Result.Done("Cancelled.") : Error.Conflict("It has already ended.");
        await LoadAsync();
    }

    private async Task SuggestAsync()
    {
        if (isBusy)
            return;
        isBusy = true;
        var result = await suggestions.SuggestAsync(await current.GetAsync(), workflow!, Shown!);
        (isBusy, told) = (false, result);
        if (result.Ok)
            (suggested, isTrying) = (result.Value, true);
    }

    private async Task TryAsync()
    {
        var result = await runService.StartAsync(await current.GetAsync(), workflow!, Shown!, suggested);
        if (!result.Ok)
        {
            refusal = result.Message;
            return;
        }

        (isTrying, refusal, told) = (false, null, result);
        await LoadAsync();
    }

    private async Task UseAsync(long run)
    {
        told = await suggestions.UseAsync(await current.GetAsync(), workflow!, run);
        await LoadAsync();
    }

    public void Dispose() => live.Dispose();
}
