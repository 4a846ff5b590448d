using System.Globalization;
using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Common;
using TriageConsole.Data.Access;
using TriageConsole.Data.Agreement;
using TriageConsole.Features.Rubrics;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Agreement.Adjudications;

/// <summary>Disagreements, the most uncertain first: the answers side by side, and the lead's decision.</summary>
public sealed partial class DisagreementsPage(
    AdjudicationService adjudication,
    DisagreementReader disagreements,
    IGoldenCreator goldenCreator,
    WorkflowDirectory directory,
    CurrentPerson current,
    NavigationManager navigation,
    ChangeNotifier notifier,
    TimeProvider time
) : ComponentBase, IDisposable
{
    private static readonly (DisagreementState State, string Name)[] States =
    [
        (DisagreementState.Open, "Open"),
        (DisagreementState.SentBack, "Awaiting another label"),
        (DisagreementState.Adjudicated, "Decided"),
    ];

    private WorkflowRef? workflow;
    private ListPage<DisputeRow> page = ListPage<DisputeRow>.None;
    private DisputeWork? work;
    private AnswerSheet? sheet;
    private string cause = "";
    private string note = "";
    private bool golden;
    private bool loaded;
    private bool busy;
    private Result? told;
    private readonly LiveRefresh live = new();

    [Parameter]
    public string Key { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    public int? Page { get; set; }

    [SupplyParameterFromQuery(Name = "item")]
    public string? Item { get; set; }

    private DisagreementState Shown =>
        Enum.TryParse<DisagreementState>(State, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : DisagreementState.Open;

    private IReadOnlyList<DisputeRow> Rows => page.Items;

    private DisputeRow? First => Rows.Count > 0 ? Rows[0] : null;

    private string Count => Figures.Plural(page.Total, "interaction", "interactions");

    protected override Task OnParametersSetAsync() => live.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        workflow = await directory.FindAsync(await current.GetAsync(), Role.Lead, Key, Tenant);
        if (workflow is not null)
        {
            await LoadRowsAsync();
            long? wanted = long.TryParse(Item, CultureInfo.InvariantCulture, out var id) ? id : null;
            await OpenAsync(Rows.FirstOrDefault(r => r.InteractionId == wanted) ?? (wanted is null ? First : null), wanted);
        }

        loaded = true;
        live.Start(
            notifier,
            time,
            id => id == workflow?.Id,
            () =>
                InvokeAsync(async () =>
                {
                    // The list updates; the open decision stays until it is made.
                    await LoadRowsAsync();
                    if (work is null)
                        await OpenAsync(First, null);
                    StateHasChanged();
                })
        );
    }

    private async Task LoadRowsAsync() => page = await disagreements.ListAsync(await current.GetAsync(), workflow!, Shown, Page ?? 1);

    private async Task OpenAsync(DisputeRow? row, long? id)
    {
        if ((row?.InteractionId ?? id) is not { } interaction)
        {
            (work, sheet) = (null, null);
            return;
        }

        work = await disagreements.OpenAsync(await current.GetAsync(), workflow!, interaction);
        sheet = work is null
            ? null
            : new AnswerSheet(AdjudicationService.Asked(work), interaction, work.Content.Answer, work.Last?.Answers ?? work.Likeliest);
        (cause, note, golden) = ("", "", false);
    }

    private async Task DecideAsync()
    {
        if (work is null || sheet is null || busy)
            return;
        if (!Enum.TryParse<DisagreementCause>(cause, out var why))
        {
            told = Error.Invalid("Select a cause. Frequent causes show what to fix.");
            return;
        }

        if (!sheet.Check().Ok)
            return;
        busy = true;
        try
        {
            var access = await current.GetAsync();
            var result = await adjudication.DecideAsync(
                access,
                workflow!,
                work,
                new Decision(work.Last?.Number ?? 0, sheet.Answers, why, note)
            );
            if (!result.Ok)
            {
                told = result;
                // Keep the entered text; show the other lead's decision above it.
                var (mine, myCause, myNote, mineIsGolden) = (sheet, cause, note, golden);
                await OpenAsync(null, work.Row.InteractionId);
                (sheet, cause, note, golden) = (mine, myCause, myNote, mineIsGolden && work is { IsGolden: false });
                return;
            }

            told = golden ? await MakeGoldenAsync(access, result.Value) : result;
            await NextAsync();
        }
        finally
        {
            busy = false;
        }
    }

    private async Task SendBackAsync()
    {
        if (work is null || busy)
            return;
        busy = true;
        try
        {
            told = await adjudication.SendBackAsync(await current.GetAsync(), workflow!, work.Row.InteractionId);
            // A refused request leaves the item and the form as they are.
            if (told.Ok)
                await NextAsync();
        }
        finally
        {
            busy = false;
        }
    }

    /// <summary>The next item of the list.</summary>
    private async Task NextAsync()
    {
        var at = Rows.Select(r => r.InteractionId).ToList().IndexOf(work!.Row.InteractionId);
        var next =
            Rows.Where(r => r.InteractionId != work.Row.InteractionId).Skip(Math.Max(0, at)).FirstOrDefault()
            ?? Rows.FirstOrDefault(r => r.InteractionId != work.Row.InteractionId);
        await LoadRowsAsync();
        if (next is null)
            await OpenAsync(null, null);
        navigation.NavigateTo(Link(Shown, next?.InteractionId), replace: true);
    }

    private async Task<Result> MakeGoldenAsync(PersonAccess access, long adjudicationId)
    {
        var made = await goldenCreator.MakeGoldenAsync(access, workflow!, work!.Row.InteractionId, adjudicationId);
        return made.Error is { } error
            ? error with
            {
                Message = $"Saved, but no golden item was created: {error.Message}",
            }
            : Result.Done($"Decided. {made.Message}");
    }

    private string Link(DisagreementState state, long? item) =>
        $"disagreements/{workflow!.Address}"
        + $"{(state == DisagreementState.Open ? "" : "&state=" + state.ToString().ToLowerInvariant())}"
        + $"{(Page is > 1 and var at && state == Shown ? "&page=" + at.ToString(CultureInfo.InvariantCulture) : "")}"
        + $"{(item is { } id ? "&item=" + id.ToString(CultureInfo.InvariantCulture) : "")}";

    public void Dispose() => live.Dispose();
}
