using System.Data.Common;
using AngleSharp.Dom;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Components.Lists;

namespace TriageConsole.Components.Tests;

public sealed class ServerGridTests : ComponentTest
{
    private readonly List<GridQuery> asked = [];
    private IReadOnlyList<GridRow> acted = [];

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void Rows_AreShown_WithTheirCount()
    {
        var page = Open(_ => Task.FromResult(GridRow.Page(3)));
        Assert.Equal(["Row 1", "Row 2", "Row 3"], Cells(page, "Name"));
        Assert.Equal("1–3 of 3 rows", page.Find("[role=status]").TextContent);
        Assert.Equal("Test rows", page.Find("table caption").TextContent);
    }

    [Fact]
    public void List_WithoutRows_ShowsWhatToDo()
    {
        var page = Open(_ => Task.FromResult(GridRow.Page(0)));
        Assert.Equal("Nothing here yet", page.Find(".empty h2").TextContent);
        Assert.Empty(page.FindAll("table"));
    }

    [Fact]
    public void List_ThatLoads_ShowsASkeleton()
    {
        var release = new TaskCompletionSource<GridPage<GridRow>>();
        var page = Open(_ => release.Task);
        Assert.NotEmpty(page.FindAll(".skeleton[aria-busy=true]"));
        release.SetResult(GridRow.Page(1));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".skeleton")));
        Assert.Equal(["Row 1"], Cells(page, "Name"));
    }

    [Fact]
    public async Task Fault_OfTheDatabase_IsShownAndCanBeRetried()
    {
        var fails = true;
        var page = Open(_ =>
            fails
                ? Task.FromException<GridPage<GridRow>>(new InvalidOperationException("retried", new TestDbException()))
                : Task.FromResult(GridRow.Page(2))
        );
        Assert.Contains("Could not load the list", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        fails = false;
        await Button(page, "Try again").ClickAsync(new());
        Assert.Empty(page.FindAll("[role=alert]"));
        Assert.Equal(2, page.FindAll("tbody tr").Count);
    }

    [Fact]
    public void Fault_OfTheCode_IsNotHidden() =>
        Assert.Throws<InvalidOperationException>(() =>
            Open(_ => Task.FromException<GridPage<GridRow>>(new InvalidOperationException("a mistake")))
        );

    [Fact]
    public void Heading_LinksTo_TheOppositeOrder()
    {
        Navigation.NavigateTo("list?sort=-score&page=3");
        var page = Open(_ => Task.FromResult(GridRow.Page(1)));
        Assert.Equal(("score", true), (asked[^1].Sort, asked[^1].IsDescending));
        var heading = page.FindAll("th").Single(h => h.TextContent.StartsWith("Score", StringComparison.Ordinal));
        Assert.Equal("descending", heading.GetAttribute("aria-sort"));
        Assert.EndsWith("list?sort=score", heading.QuerySelector("a")!.GetAttribute("href"), StringComparison.Ordinal);
        var other = page.FindAll("th").Single(h => h.TextContent == "Name");
        Assert.Equal("none", other.GetAttribute("aria-sort"));
        Assert.EndsWith("list?sort=name", other.QuerySelector("a")!.GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public void Address_ThatChanges_LoadsThatPage()
    {
        Navigation.NavigateTo("list");
        var page = Open(q => Task.FromResult(GridRow.Page(25, 60, number: q.Page)));
        Navigation.NavigateTo("list?page=2&size=25");
        page.WaitForAssertion(() => Assert.Equal((2, 25), (asked[^1].Page, asked[^1].Size)));
        page.WaitForAssertion(() => Assert.Equal("26–50 of 60 rows", page.Find("[role=status]").TextContent));
        Assert.EndsWith("list?size=25", Link(page, "Previous page"), StringComparison.Ordinal);
        Assert.Contains("page=3", Link(page, "Next page"), StringComparison.Ordinal);
        Assert.Equal(2, asked.Count);
    }

    [Fact]
    public void Address_OfAnotherPage_LoadsNothing()
    {
        Navigation.NavigateTo("list");
        Open(_ => Task.FromResult(GridRow.Page(1)));
        Navigation.NavigateTo("other?page=2");
        Assert.Single(asked);
    }

    [Fact]
    public void Total_BeyondTheLimit_IsSaidToBeMore()
    {
        Navigation.NavigateTo("list?page=200");
        var page = Open(_ => Task.FromResult(GridRow.Page(50, 10_000, hasMore: true, number: 200)));
        Assert.Equal("9\u202F951–10\u202F000 of 10\u202F000+ rows", page.Find("[role=status]").TextContent);
        Assert.Contains("The list ends here at 10\u202F000 rows", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_OfTheAddress_AreShown()
    {
        Navigation.NavigateTo("list?columns=id,name&density=comfortable");
        var page = Open(_ => Task.FromResult(GridRow.Page(1)));
        Assert.Equal(["Name", "Id"], page.FindAll("th[scope=col]").Select(h => h.TextContent.Trim()));
        Assert.DoesNotContain("mud-table-dense", page.Find(".server-grid").ClassName, StringComparison.Ordinal);
        Assert.EndsWith("exports/test?columns=id,name&density=comfortable", Link(page, "Export CSV"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SelectedRows_AreGivenToBulkActions()
    {
        var page = Open(_ => Task.FromResult(GridRow.Page(3)), hasActions: true);
        Assert.Empty(page.FindAll(".bulk"));
        await page.Find("input[aria-label='Select Row 2']").ChangeAsync(new() { Value = true });
        Assert.Contains("1 selected", page.Find(".bulk").TextContent, StringComparison.Ordinal);
        await Button(page, "Act").ClickAsync(new());
        Assert.Equal("Row 2", Assert.Single(acted).Name);
        await page.Find("input[aria-label='Select all rows of this page']").ChangeAsync(new() { Value = true });
        await Button(page, "Act").ClickAsync(new());
        Assert.Equal(3, acted.Count);
        await Button(page, "Clear selection").ClickAsync(new());
        Assert.Empty(page.FindAll(".bulk"));
    }

    [Fact]
    public async Task Selection_AfterAReload_KeepsOnlyRowsThatRemain()
    {
        var rows = 3;
        var page = Open(_ => Task.FromResult(GridRow.Page(rows)), hasActions: true);
        await page.Find("input[aria-label='Select all rows of this page']").ChangeAsync(new() { Value = true });
        rows = 2;
        var grid = page.FindComponent<ServerGrid<GridRow>>();
        await grid.InvokeAsync(grid.Instance.ReloadAsync);
        Assert.Contains("2 selected", page.Find(".bulk").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LateAnswer_OfAnEarlierQuestion_IsDropped()
    {
        var first = new TaskCompletionSource<GridPage<GridRow>>();
        Navigation.NavigateTo("list");
        var page = Open(q => q.Page == 1 ? first.Task : Task.FromResult(GridRow.Page(1, 60, number: 2)));
        Navigation.NavigateTo("list?page=2");
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
        first.SetResult(GridRow.Page(5));
        await first.Task;
        Assert.Single(page.FindAll("tbody tr"));
    }

    /// <summary>A circuit keeps a component in memory until its page closes, so rows and cells are none.</summary>
    [Fact]
    public async Task FiftyRows_NeedNoMoreComponents_ThanOne()
    {
        var rows = 1;
        var page = Open(_ => Task.FromResult(GridRow.Page(rows)), hasActions: true);
        var before = page.FindComponents<ComponentBase>().Count;
        rows = 50;
        var grid = page.FindComponent<ServerGrid<GridRow>>();
        await grid.InvokeAsync(grid.Instance.ReloadAsync);
        Assert.Equal(50, page.FindAll("tbody tr").Count);
        Assert.Equal(before, page.FindComponents<ComponentBase>().Count);
    }

    private IRenderedComponent<IComponent> Open(Func<GridQuery, Task<GridPage<GridRow>>> load, bool hasActions = false) =>
        RenderInPage(builder =>
        {
            builder.OpenComponent<ServerGrid<GridRow>>(0);
            builder.AddComponentParameter(1, nameof(ServerGrid<>.Label), "Test rows");
            builder.AddComponentParameter(
                2,
                nameof(ServerGrid<>.Load),
                (GridQuery query, CancellationToken _) =>
                {
                    asked.Add(query);
                    return load(query);
                }
            );
            builder.AddComponentParameter(3, nameof(ServerGrid<>.RowKey), (Func<GridRow, object>)(r => r.Id));
            builder.AddComponentParameter(4, nameof(ServerGrid<>.RowName), (Func<GridRow, string>)(r => r.Name));
            builder.AddComponentParameter(5, nameof(ServerGrid<>.HasViews), false);
            builder.AddComponentParameter(6, nameof(ServerGrid<>.ExportPath), "exports/test");
            builder.AddComponentParameter(7, nameof(ServerGrid<>.Columns), (RenderFragment)Columns);
            builder.AddComponentParameter(8, nameof(ServerGrid<>.Empty), (RenderFragment)Empty);
            if (hasActions)
                builder.AddComponentParameter(9, nameof(ServerGrid<>.BulkActions), (RenderFragment<IReadOnlyList<GridRow>>)Actions);
            builder.CloseComponent();
        });

    private static void Columns(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder)
    {
        foreach (var field in GridRow.All)
        {
            builder.OpenComponent<GridColumn<GridRow>>(0);
            builder.AddComponentParameter(1, nameof(GridColumn<>.Field), field);
            builder.CloseComponent();
        }
    }

    private static void Empty(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder)
    {
        builder.OpenComponent<EmptyState>(0);
        builder.AddComponentParameter(1, nameof(EmptyState.Title), "Nothing here yet");
        builder.CloseComponent();
    }

    private RenderFragment Actions(IReadOnlyList<GridRow> rows) =>
        builder =>
        {
            builder.OpenElement(0, "button");
            builder.AddAttribute(1, "onclick", EventCallback.Factory.Create(this, () => acted = rows));
            builder.AddContent(2, "Act");
            builder.CloseElement();
        };

    private static List<string> Cells(IRenderedComponent<IComponent> page, string column) =>
        [.. page.FindAll($"tbody td[data-label='{column}']").Select(c => c.TextContent.Trim())];

    private static IElement Button(IRenderedComponent<IComponent> page, string text) =>
        page.FindAll("button").Single(b => b.TextContent.Trim() == text);

    private static string Link(IRenderedComponent<IComponent> page, string text) =>
        page.FindAll("a").Single(a => a.TextContent.Trim() == text).GetAttribute("href")!;

    private sealed class TestDbException() : DbException("The connection is lost.");
}
