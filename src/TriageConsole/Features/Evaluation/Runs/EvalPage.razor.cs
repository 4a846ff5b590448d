using System.Globalization;
using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Data.Evaluation;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>One run: how far it is, what it came to, and its items beside live, the worst regressions first.</summary>
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
    private LiveRefresh? live;

    [Parameter]
    public long Run { get; set; }

    [SupplyParameterFromQuery(Name = "show")]
    public string? Show { get; set; }

    /// <summary>As texts: a number that is none opens the first page, not the error page.</summary>
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
                ? "Nothing got worse: what live passes, the candidate passes too."
                : "No regression so far.",
            EvalShow.Improvements => "Nothing that fails live passes with the candidate.",
            EvalShow.Failed => "Every item has an output and could be judged.",
            _ => "No items.",
        };

    protected override async Task OnParametersSetAsync()
    {
        await LoadAsync();
        loaded = true;
        live ??= new LiveRefresh(
            notifier,
            time,
            id => id == view?.Workflow.Id,
            () =>
                InvokeAsync(async () =>
                {
                    // What is over does not change any more.
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
        told = done ? Result.Done("It stops within seconds.") : Error.Conflict("It is over already.");
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

    public void Dispose() => live?.Dispose();
}
