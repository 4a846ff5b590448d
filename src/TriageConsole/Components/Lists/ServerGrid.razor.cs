using Microsoft.AspNetCore.Components;

namespace TriageConsole.Components.Lists;

/// <summary>
/// The grid of long lists. It renders rows as plain markup, so a circuit keeps one component a grid and not one a cell (decision 23).
/// </summary>
public sealed partial class ServerGrid<T>(NavigationManager navigation, ILogger<ServerGrid<T>> logger) : ComponentBase, IDisposable
{
    private readonly List<GridColumn<T>> columns = [];
    private readonly HashSet<object> selected = [];
    private GridQuery query = new();
    private GridPage<T>? page;
    private string? error;
    private string? path;
    private string? loaded;
    private bool isLoading;
    private CancellationTokenSource? loading;

    /// <summary>The name of the table for screen readers.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>What the rows are, for the count: interaction, interactions.</summary>
    [Parameter]
    public string One { get; set; } = "row";

    [Parameter]
    public string Many { get; set; } = "rows";

    /// <summary>Reads a page of the list for the current person. It reads the filters from the address.</summary>
    [Parameter, EditorRequired]
    public Func<GridQuery, CancellationToken, Task<GridPage<T>>> Load { get; set; } = null!;

    [Parameter, EditorRequired]
    public Func<T, object> RowKey { get; set; } = null!;

    /// <summary>The name of a row, for its check box.</summary>
    [Parameter]
    public Func<T, string> RowName { get; set; } = _ => "row";

    [Parameter]
    public Func<T, string?>? RowClass { get; set; }

    /// <summary>The order if the address states none, with a minus sign if descending. For the heading only: the list applies it.</summary>
    [Parameter]
    public string DefaultSort { get; set; } = "";

    [Parameter, EditorRequired]
    public RenderFragment? Columns { get; set; }

    /// <summary>Shown if the list has no rows.</summary>
    [Parameter]
    public RenderFragment? Empty { get; set; }

    /// <summary>Buttons of one row, in the last column.</summary>
    [Parameter]
    public RenderFragment<T>? Actions { get; set; }

    /// <summary>Buttons for the selected rows. Without them, rows cannot be selected.</summary>
    [Parameter]
    public RenderFragment<IReadOnlyList<T>>? BulkActions { get; set; }

    /// <summary>More tools of the list, before its columns.</summary>
    [Parameter]
    public RenderFragment? ToolBar { get; set; }

    /// <summary>Whether people can save the state of the list.</summary>
    [Parameter]
    public bool HasViews { get; set; } = true;

    /// <summary>The endpoint that writes the list as CSV. It takes the query parameters of the page.</summary>
    [Parameter]
    public string? ExportPath { get; set; }

    [SupplyParameterFromQuery(Name = "columns")]
    private string? ChosenColumns { get; set; }

    [SupplyParameterFromQuery(Name = "density")]
    private string? Density { get; set; }

    // The grid reads these from the address. The attributes make it notice when they change.
    [SupplyParameterFromQuery(Name = "sort")]
    private string? Sort { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private string? Page { get; set; }

    [SupplyParameterFromQuery(Name = "size")]
    private string? PageSize { get; set; }

    private bool IsComfortable => Density == "comfortable";

    private int Pages => page is null ? 1 : Math.Max(1, (page.Total + query.Size - 1) / query.Size);

    private IReadOnlyList<T> Selected => page is null ? [] : [.. page.Items.Where(r => selected.Contains(RowKey(r)))];

    private IEnumerable<GridColumn<T>> Shown => columns.Where(IsShown);

    private string ExportLink => ExportPath + QueryOf(navigation.Uri);

    /// <summary>Reads the rows again, after a change. The selection stays.</summary>
    public Task ReloadAsync() => LoadAsync(keepsSelection: true);

    internal void Add(GridColumn<T> column)
    {
        columns.Add(column);
        StateHasChanged();
    }

    internal void Remove(GridColumn<T> column) => columns.Remove(column);

    protected override async Task OnParametersSetAsync()
    {
        // On the way to another page, the address changes before this one is removed.
        path ??= RawPath.WithoutQuery(navigation.Uri);
        if (path != RawPath.WithoutQuery(navigation.Uri))
            return;
        var asked = navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["columns"] = null, ["density"] = null });
        if (asked == loaded)
            return;
        loaded = asked;
        await LoadAsync(keepsSelection: false);
    }

    private async Task LoadAsync(bool keepsSelection)
    {
        if (loading is not null)
            await loading.CancelAsync();
        var current = loading = new CancellationTokenSource();
        query = GridQuery.Of(navigation.Uri);
        (isLoading, error) = (true, null);
        try
        {
            var found = await Load(query, current.Token);
            if (current.IsCancellationRequested)
                return;
            page = found;
            if (keepsSelection)
                selected.IntersectWith(found.Items.Select(RowKey));
            else
                selected.Clear();
        }
        catch (Exception) when (current.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e) when (ListFaults.IsFault(e))
        {
            GridLog.NotLoaded(logger, Label, e);
            error = "Could not load the list. The database did not answer in time or is unreachable.";
        }

        isLoading = false;
        StateHasChanged();
    }

    private bool IsShown(GridColumn<T> column) =>
        ChosenColumns is { Length: > 0 } chosen ? Keys(chosen).Contains(column.Field.Key) : !column.Field.IsHidden;

    private void Toggle(GridColumn<T> column)
    {
        var keys = columns.Where(c => IsShown(c) != (c == column)).Select(c => c.Field.Key).ToList();
        if (keys.Count > 0)
            Go("columns", string.Join(',', keys));
    }

    private void SelectAll(ChangeEventArgs args)
    {
        selected.Clear();
        if (args.Value is true)
            selected.UnionWith(page!.Items.Select(RowKey));
    }

    private void Select(T row)
    {
        if (!selected.Remove(RowKey(row)))
            selected.Add(RowKey(row));
    }

    private void Go(string name, string? value)
    {
        // Another page size starts at the first page.
        var values = new Dictionary<string, object?> { [name] = value };
        if (name == "size")
            values["page"] = null;
        navigation.NavigateTo(navigation.GetUriWithQueryParameters(values), replace: true);
    }

    private string PageLink(int number) => navigation.GetUriWithQueryParameter("page", number <= 1 ? null : (int?)number);

    private string SortLink(GridField<T> field)
    {
        var isDescending = SortOf(field) switch
        {
            null => field.IsNumber,
            var now => !now.Value,
        };
        return navigation.GetUriWithQueryParameters(
            new Dictionary<string, object?> { ["sort"] = (isDescending ? "-" : "") + field.Key, ["page"] = null }
        );
    }

    /// <summary>Whether the list is ordered by this column in descending order; null if it is not ordered by it.</summary>
    private bool? SortOf(GridField<T> field)
    {
        var (key, isDescending) = query.Sort is null
            ? (DefaultSort.TrimStart('-'), DefaultSort.StartsWith('-'))
            : (query.Sort, query.IsDescending);
        return key == field.Key ? isDescending : null;
    }

    private string? AriaSort(GridField<T> field) =>
        !field.IsSortable
            ? null
            : SortOf(field) switch
            {
                null => "none",
                true => "descending",
                false => "ascending",
            };

    private string Arrow(GridField<T> field) =>
        SortOf(field) switch
        {
            null => "",
            true => " ↓",
            false => " ↑",
        };

    private static string? CellClass(GridField<T> field) =>
        (field.IsNumber, field.IsCut) switch
        {
            (true, _) => "num",
            (_, true) => "cut",
            _ => null,
        };

    private static string[] Keys(string columns) =>
        columns.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string QueryOf(string address) => address.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? address[at..] : "";

    public void Dispose()
    {
        loading?.Cancel();
        loading?.Dispose();
    }
}
