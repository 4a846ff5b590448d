using System.Globalization;
using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Data.Evaluation;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>One run: its progress, results and items compared with live, worst regressions first.</summary>
public sealed partial class EvalPage(
    EvalReader reader,
    EvalItemReader itemReader,
    EvaluationService evaluations,
    CurrentPerson current,
    NavigationManager navigation,
    ChangeNotifier notifier,
    TimeProvider time
) : ComponentBase, IDisposable
{
    private static readonly (EvalShow Value, string Word)[] Shows =
    [
        (EvalShow.All, "all"),
        (EvalShow.Regressions, "regressions"),
        (EvalShow.Improvements, "improvements"),
        (EvalShow.Failed, "failed"),
    ];

    private EvalRunView? view;
    private IReadOnlyList<EvalItemRow> items = [];
    private EvalItemView? item;
    private int count;
    private bool loaded;
    private Result? told;
    private readonly LiveRefresh live = new();

    [Parameter]
    public long Run { get; set; }

    [SupplyParameterFromQuery(Name = "show")]
    public string? Show { get; set; }

    /// <summary>Parameters are texts: an invalid number opens the first page instead of the error page.</summary>
    [SupplyParameterFromQuery(Name = "item")]
    public string? Item { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    public string? PageNumber { get; set; }

    private EvalShow Showing => Shows.FirstOrDefault(s => s.Word == Show).Value;

    private int Page => Math.Clamp(Number(PageNumber) ?? 1, 1, 1000);

    private string Nothing =>
        Showing switch
        {
            EvalShow.Regressions => view!.Run.State == EvalState.Finished
                ? "No regressions: the candidate passes every item that live passes."
                : "No regressions so far.",
            EvalShow.Improvements => "No improvements: the candidate passes no item that live fails.",
            EvalShow.Failed => "No failed items: every item has an output and a result.",
            _ => "No items.",
        };

    protected override Task OnParametersSetAsync() => live.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        await LoadAsync();
        loaded = true;
        live.Start(
            notifier,
            time,
            id => id == view?.Workflow.Id,
            () =>
                InvokeAsync(async () =>
                {
                    // An ended run does not change any more.
                    if (view?.Run.State is not (EvalState.Queued or EvalState.Running))
                        return;
                    await LoadAsync();
                    StateHasChanged();
                })
        );
    }

    private async Task LoadAsync()
    {
        view = await reader.OpenAsync(await current.GetAsync(), Run);
        if (view is null)
            return;
        (items, count) = await itemReader.ItemsAsync(view, Showing, Page);
        item = Number(Item) is { } ordinal ? await itemReader.ItemAsync(view, ordinal) : null;
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private async Task CancelAsync()
    {
        var done = await evaluations.CancelAsync(await current.GetAsync(), Run);
        told = done ? Result.Done("Cancelling. The run ends within seconds.") : Error.Conflict("The run has already ended.");
        await LoadAsync();
    }

    private async Task RescoreAsync()
    {
        var result = await evaluations.RescoreAsync(await current.GetAsync(), Run);
        told = result;
        if (result.Ok)
            navigation.NavigateTo($"evals/{result.Value.RunId}");
    }

    private string Link(EvalShow show, int? ordinal, int page)
    {
        var parts = new List<string>();
        if (show != EvalShow.All)
            parts.Add($"show={Shows.First(s => s.Value == show).Word}");
        if (page > 1)
            parts.Add($"page={page}");
        if (ordinal is { } number)
            parts.Add($"item={number}");
        return $"evals/{Run}{(parts.Count > 0 ? "?" + string.Join('&', parts) : "")}";
    }

    public void Dispose() => live.Dispose();
}
