using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using TriageConsole.Components;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Common;
using TriageConsole.Data.Access;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Labeling.Flags;

/// <summary>The inbox of a workflow's leads: flags and reasons for skipping, with their items.</summary>
public sealed partial class FlagsPage(
    FlagInbox inbox,
    FlagActions actions,
    FlagRedaction redaction,
    WorkflowDirectory directory,
    CurrentPerson current,
    NavigationManager navigation,
    ChangeNotifier notifier,
    ISnackbar snackbar,
    TimeProvider time
) : ComponentBase, IDisposable
{
    private static readonly (FlagState State, string Name)[] States = [(FlagState.Open, "Open"), (FlagState.Resolved, "Resolved")];

    private WorkflowRef? workflow;
    private ListPage<FlagRow> page = ListPage<FlagRow>.None;
    private FlagDetail? detail;
    private IReadOnlyDictionary<FlagKind, int> kinds = new Dictionary<FlagKind, int>();
    private IReadOnlyList<FlagPerson> people = [];
    private IReadOnlyList<FlagReason> reasons = [];
    private IReadOnlySet<long> selected = new HashSet<long>();
    private Ask asking;
    private string? note;
    private bool loaded;
    private bool busy;
    private Result? told;
    private Result? refused;
    private readonly LiveRefresh live = new();
    private long? openId;

    /// <summary>The flag for which the redaction was opened. The page can show another one by the time it is confirmed.</summary>
    private long redacting;

    private enum Ask
    {
        Nothing,
        Redact,
        Resolve,
        ResolveAll,
    }

    [Parameter]
    public string Key { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    [SupplyParameterFromQuery(Name = "kind")]
    public string? Kind { get; set; }

    [SupplyParameterFromQuery(Name = "person")]
    public string? Person { get; set; }

    [SupplyParameterFromQuery(Name = "reason")]
    public string? Reason { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    public int? Page { get; set; }

    [SupplyParameterFromQuery(Name = "item")]
    public string? Item { get; set; }

    /// <summary>A value that the address cannot have is no filter.</summary>
    private FlagFilter Filter =>
        new(
            State == FlagWords.Word(FlagState.Resolved) ? FlagState.Resolved : FlagState.Open,
            FlagWords.Kind(Kind),
            long.TryParse(Person, NumberStyles.None, CultureInfo.InvariantCulture, out var labeler) ? labeler : null,
            string.IsNullOrEmpty(Reason) ? null : Reason
        )
        {
            WithoutSkips = Kind == FlagFilters.FlagsOnly,
        };

    private bool IsNarrowed => Filter with { State = FlagState.Open } != new FlagFilter();

    /// <summary>When the lead was asked whether to resolve all flags.</summary>
    private DateTimeOffset askedAt;

    private DateTimeOffset Now => time.GetUtcNow();

    protected override Task OnParametersSetAsync() => live.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        workflow = await directory.FindAsync(await current.GetAsync(), Role.Lead, Key, Tenant);
        if (workflow is not null)
        {
            await LoadRowsAsync();
            long? wanted = long.TryParse(Item, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
            await OpenAsync(wanted ?? First);
        }

        loaded = true;
        live.Start(
            notifier,
            time,
            id => id == workflow?.Id,
            () =>
                InvokeAsync(async () =>
                {
                    await LoadRowsAsync();
                    await OpenAsync(openId ?? First);
                    // The labeler took the open flag back.
                    if (detail is null)
                        await OpenAsync(First);
                    StateHasChanged();
                })
        );
    }

    private long? First => page.Count > 0 ? page[0].Id : null;

    private async Task LoadRowsAsync()
    {
        var access = await current.GetAsync();
        page = await inbox.ListAsync(access, workflow!, Filter, Page ?? 1);
        kinds = await inbox.KindsAsync(access, workflow!, Filter.State);
        reasons = await inbox.ReasonsAsync(access, workflow!, Filter.State);
        people = await inbox.PeopleAsync(access, workflow!);
        selected = selected.Where(id => page.Any(r => r.Id == id)).ToHashSet();
    }

    private async Task OpenAsync(long? id)
    {
        openId = id;
        var read = id is { } flag ? await inbox.OpenAsync(await current.GetAsync(), workflow!, flag) : null;
        // The person can have opened another one while this was read.
        if (openId == id)
            detail = read;
    }

    private Task ReplyAsync(string text) =>
        DoAsync(async access =>
        {
            var flag = detail!.Row.Id;
            told = await actions.ReplyAsync(access, workflow!, flag, text);
            await OpenAsync(flag);
        });

    private Task ResolveAsync((string Note, FlagAction Action) given) =>
        DoAsync(async access =>
        {
            var flag = detail!.Row.Id;
            var result = await actions.ResolveAsync(access, workflow!, flag, given.Note, given.Action);
            told = result.Ok ? null : result;
            if (!result.Ok)
            {
                await LoadRowsAsync();
                await OpenAsync(flag);
                return;
            }

            // An action on the queue is not undone with the flag.
            if (given.Action == FlagAction.None)
                snackbar.Add(
                    result.Message,
                    Severity.Success,
                    o =>
                    {
                        o.Action = "Undo";
                        o.OnClick = _ => InvokeAsync(() => UndoAsync(flag));
                    }
                );
            else
                snackbar.Add(result.Message, Severity.Success);
            await NextAsync(flag);
        });

    private async Task UndoAsync(long flag)
    {
        await DoAsync(async access =>
        {
            var result = await actions.ReopenAsync(access, workflow!, flag);
            told = result.Ok ? null : result;
            await LoadRowsAsync();
        });
        // The message can outlive the page.
        navigation.NavigateTo($"flags/{workflow!.Address}&item={flag.ToString(CultureInfo.InvariantCulture)}");
    }

    private Task ReopenAsync() =>
        DoAsync(async access =>
        {
            var flag = detail!.Row.Id;
            told = await actions.ReopenAsync(access, workflow!, flag);
            await LoadRowsAsync();
            await OpenAsync(flag);
        });

    private void AskRedact(long flag) => (asking, refused, redacting) = (Ask.Redact, null, flag);

    private Task RedactAsync(string text) =>
        DoAsync(async access =>
        {
            var flag = redacting;
            var result = await redaction.RedactAsync(access, workflow!, flag, text);
            refused = result.Ok ? null : result;
            if (!result.Ok)
                return;
            (asking, told) = (Ask.Nothing, result);
            await LoadRowsAsync();
            await OpenAsync(flag);
        });

    private Task ResolveSelectedAsync() =>
        DoAsync(async access =>
        {
            var result = await actions.ResolveManyAsync(access, workflow!, [.. selected], note ?? "");
            (asking, note, selected, told) = (Ask.Nothing, null, new HashSet<long>(), result);
            await LoadRowsAsync();
            await OpenAsync(First);
        });

    private void AskAll() => (asking, askedAt) = (Ask.ResolveAll, time.GetUtcNow());

    private Task ResolveMatchingAsync() =>
        DoAsync(async access =>
        {
            var result = await actions.ResolveMatchingAsync(access, workflow!, Filter with { Until = askedAt }, note ?? "");
            (asking, note, told) = (Ask.Nothing, null, result);
            await LoadRowsAsync();
            await OpenAsync(First);
        });

    private async Task DoAsync(Func<PersonAccess, Task> work)
    {
        if (busy)
            return;
        busy = true;
        try
        {
            await work(await current.GetAsync());
        }
        finally
        {
            busy = false;
        }
    }

    /// <summary>The flag after the resolved one, or the one before it at the end of the list.</summary>
    private async Task NextAsync(long resolved)
    {
        var ids = page.Select(r => r.Id).ToList();
        var at = ids.IndexOf(resolved);
        long? next = at >= 0 && at + 1 < ids.Count ? ids[at + 1] : ids.Where(id => id != resolved).Select(id => (long?)id).LastOrDefault();
        await LoadRowsAsync();
        await OpenAsync(next);
        navigation.NavigateTo(next is { } id ? Link(id) : navigation.GetUriWithQueryParameter("item", (string?)null), replace: true);
    }

    private string Link(long item) => navigation.GetUriWithQueryParameter("item", item);

    private string OfState(FlagState state) =>
        navigation.GetUriWithQueryParameters(
            new Dictionary<string, object?>
            {
                ["state"] = state == FlagState.Open ? null : FlagWords.Word(state),
                ["page"] = null,
                ["item"] = null,
                ["reason"] = null,
            }
        );

    public void Dispose() => live.Dispose();
}
