using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using TriageConsole.Components;
using TriageConsole.Components.Charts;
using TriageConsole.Components.Lists;
using TriageConsole.Security;

namespace TriageConsole.Features.Interactions;

/// <summary>The facets and the histogram of the list of interactions. Their links change the filters in the address.</summary>
public sealed partial class InteractionFacetsPanel(InteractionList list, CurrentPerson current, NavigationManager navigation)
    : ComponentBase,
        IDisposable
{
    private static readonly ChartAxis TimeAxis = new();
    private static readonly ChartAxis CountAxis = new() { IsCount = true, Min = 0 };

    private InteractionFacets? found;
    private InteractionListQuery? loaded;
    private IReadOnlyList<ChartSeries> bars = [];
    private Dictionary<string, StringValues> chosen = [];
    private CancellationTokenSource? loading;
    private string? error;
    private bool isLoading;
    private bool isOpen;

    /// <summary>The filters of the list. The facets load again if they change, not for another order or page.</summary>
    [Parameter, EditorRequired]
    public InteractionListQuery Query { get; set; } = null!;

    private string Coverage =>
        found switch
        {
            null => "",
            { Since: { } since } =>
                $"Counts cover the newest {Figures.Count(found.Count)} matching interactions, since {((ChartValue)since).ToString()}.",
            _ => $"Counts cover all {Figures.Plural(found.Count, "matching interaction", "matching interactions")}.",
        };

    public Task ReloadAsync() => LoadAsync();

    protected override Task OnParametersSetAsync() => Query == loaded ? Task.CompletedTask : LoadAsync();

    private async Task LoadAsync()
    {
        loaded = Query;
        if (loading is not null)
            await loading.CancelAsync();
        var token = (loading = new CancellationTokenSource()).Token;
        (isLoading, error) = (true, null);
        try
        {
            var counted = await list.FacetsAsync(await current.GetAsync(token), Query, token);
            if (token.IsCancellationRequested)
                return;
            found = counted;
            var address = navigation.Uri;
            chosen = QueryHelpers.ParseQuery(address.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? address[at..] : "");
            bars = Bars(counted.Bins);
        }
        catch (Exception) when (token.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e) when (ListFaults.IsFault(e))
        {
            error = "Could not count the interactions. The database did not answer in time or is unreachable.";
        }

        isLoading = false;
        StateHasChanged();
    }

    private IReadOnlyList<ChartSeries> Bars(IReadOnlyList<InteractionBin> bins) =>
        bins.Count < 2
            ? []
            :
            [
                Bar("needs review", ChartTone.Bad, bins, b => b.NeedsReview),
                Bar("other", ChartTone.Accent, bins, b => b.Count - b.NeedsReview),
            ];

    private ChartSeries Bar(string name, ChartTone tone, IReadOnlyList<InteractionBin> bins, Func<InteractionBin, int> count) =>
        new(
            name,
            [
                .. bins.Select(b => new ChartPoint(
                    b.Start,
                    count(b),
                    Text: $"until {((ChartValue)b.End).ToString()}",
                    Link: Here(new() { ["from"] = Moment(b.Start), ["to"] = Moment(b.End) })
                )),
            ]
        )
        {
            Style = ChartStyle.Bar,
            Tone = tone,
        };

    private bool IsChosen(InteractionFacet facet, InteractionFacetValue value) =>
        chosen.TryGetValue(facet.Parameter, out var now)
        && (now == value.Value || (value.Tenant is not null && now == $"{value.Tenant}/{value.Value}"));

    private string Link(InteractionFacet facet, InteractionFacetValue value, bool isChosen)
    {
        var changes = new Dictionary<string, object?> { [facet.Parameter] = isChosen ? null : value.Value };
        if (facet.Parameter == "workflow")
            changes["tenant"] = isChosen ? null : value.Tenant;
        return Here(changes);
    }

    /// <summary>The address of the list with other filters, from its first page. Relative, as charts require it.</summary>
    private string Here(Dictionary<string, object?> changes)
    {
        changes["page"] = null;
        return navigation.ToBaseRelativePath(navigation.GetUriWithQueryParameters(changes));
    }

    private static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);

    public void Dispose()
    {
        loading?.Cancel();
        loading?.Dispose();
    }
}
