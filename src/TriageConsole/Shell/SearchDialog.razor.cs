using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;
using TriageConsole.Components;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Search;
using TriageConsole.Security;

namespace TriageConsole.Shell;

/// <summary>Finds pages and what is in them by name or id, and opens them by keyboard.</summary>
public sealed partial class SearchDialog(
    SearchService search,
    CurrentPerson current,
    NavigationManager navigation,
    IProviderStatements statements,
    TimeProvider time
) : BackgroundComponent, IDisposable
{
    private readonly TypingPause typing = new(time, TimeSpan.FromMilliseconds(150));
    private readonly CancellationTokenSource closed = new();
    private bool isSearching;
    private bool isUnreachable;
    private string text = "";
    private IReadOnlyList<SearchHit> hits = [];
    private int chosen;

    private string Status =>
        isSearching ? "Searching"
        : isUnreachable ? "Could not search. The database is unreachable. Change the text to try again."
        : hits.Count > 0 ? "Arrow keys choose, Enter opens, Esc closes."
        : "Nothing found. Names are found by a part of them, interactions by their whole trace id.";

    public void Dispose()
    {
        closed.Cancel();
        closed.Dispose();
        typing.Dispose();
    }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    protected override Task OnInitializedAsync() => FindAsync();

    private void Typed(ChangeEventArgs change)
    {
        text = change.Value as string ?? "";
        isSearching = true;
        Run(async () =>
        {
            if (await typing.WaitAsync(closed.Token))
                await FindAsync();
        });
    }

    private async Task FindAsync()
    {
        var asked = text;
        IReadOnlyList<SearchHit> found = [];
        var isFailed = false;
        try
        {
            found = await HitsAsync(asked);
        }
        catch (Exception) when (closed.IsCancellationRequested)
        {
            // The search was closed.
            return;
        }
        catch (Exception e) when (statements.IsTransient(e))
        {
            // The page is not affected: the search says that it failed.
            isFailed = true;
        }

        // A later key started another search.
        if (asked != text)
            return;
        (hits, chosen, isSearching, isUnreachable) = (found, 0, false, isFailed);
        StateHasChanged();
    }

    private async Task<IReadOnlyList<SearchHit>> HitsAsync(string asked)
    {
        var access = await current.GetAsync(closed.Token);
        var pages = MenuItem
            .For(access)
            .Where(i => i.Label.Contains(asked.Trim(), StringComparison.OrdinalIgnoreCase))
            .Select(i => new SearchHit(SearchKind.Page, i.Label, "", i.Href));
        return [.. pages, .. await search.FindAsync(access, asked, closed.Token), .. Texts(access, asked)];
    }

    /// <summary>The full-text search, for those who can open it.</summary>
    private static IEnumerable<SearchHit> Texts(PersonAccess access, string asked) =>
        asked.Trim() is { Length: > 1 } words && access.HasAnywhere(Role.Lead)
            ? [new SearchHit(SearchKind.Page, $"Interactions with “{words}”", "", "interactions" + Addresses.Query(("text", words)))]
            : [];

    private async Task KeyAsync(KeyboardEventArgs key)
    {
        if (hits.Count == 0)
            return;
        switch (key.Key)
        {
            case "ArrowDown":
                chosen = (chosen + 1) % hits.Count;
                break;
            case "ArrowUp":
                chosen = (chosen + hits.Count - 1) % hits.Count;
                break;
            case "Enter":
                // Typed text that was not searched yet must not open a result of the text before.
                if (isSearching)
                {
                    typing.Cancel();
                    await FindAsync();
                }

                if (hits.Count > 0)
                    await GoAsync(hits[chosen]);
                break;
        }
    }

    private Task GoAsync(SearchHit hit)
    {
        Dialog.Close();
        navigation.NavigateTo(hit.Link);
        return Task.CompletedTask;
    }
}
