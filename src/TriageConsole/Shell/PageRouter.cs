using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using TriageConsole.Components;
using RouteData = Microsoft.AspNetCore.Components.RouteData;

namespace TriageConsole.Shell;

/// <summary>
/// Finds the page of a URL inside the circuit. The framework's router decodes the whole path before it splits it, so an id with a slash
/// opens another page or none. This router splits first and decodes once.
/// </summary>
public sealed class PageRouter(NavigationManager navigation, INavigationInterception interception, IScrollToLocationHash scroll)
    : ComponentBase,
        IDisposable
{
    private static readonly (RoutePattern Pattern, Type Page)[] Pages =
    [
        .. from page in typeof(PageRouter).Assembly.GetTypes()
        where !page.IsDefined(typeof(ExcludeFromInteractiveRoutingAttribute))
        from route in page.GetCustomAttributes<RouteAttribute>(inherit: false)
        let pattern = RoutePatternFactory.Parse(route.Template)
        orderby pattern.InboundPrecedence
        select (pattern, page),
    ];

    private static readonly RouteData Missing = new(typeof(NotFoundPage), new Dictionary<string, object?>());

    private RouteData? route;
    private bool moved;

    [Parameter, EditorRequired]
    public RenderFragment<RouteData> Found { get; set; } = null!;

    protected override void OnInitialized()
    {
        navigation.LocationChanged += OnLocationChanged;
        route = Find(navigation.Uri);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
            await interception.EnableNavigationInterceptionAsync();
        if (!firstRender && !moved)
            return;
        moved = false;
        await scroll.RefreshScrollPositionForHash(navigation.Uri);
    }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        if (route is { } found)
        {
            builder.AddContent(0, Found(found));
        }
        else
        {
            builder.OpenComponent<RouteView>(1);
            builder.AddComponentParameter(2, nameof(RouteView.RouteData), Missing);
            builder.AddComponentParameter(3, nameof(RouteView.DefaultLayout), typeof(MainLayout));
            builder.CloseComponent();
        }
    }

    public void Dispose() => navigation.LocationChanged -= OnLocationChanged;

    private RouteData? Find(string address)
    {
        var path = RawPath.WithoutQuery("/" + navigation.ToBaseRelativePath(address));
        foreach (var (pattern, page) in Pages)
            if (RawPath.Match(pattern, path) is { } values)
                return new RouteData(page, values);
        return null;
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs args)
    {
        if (Find(args.Location) is { } found)
        {
            (route, moved) = (found, true);
            StateHasChanged();
        }
        else if (args.IsNavigationIntercepted)
        {
            // The link does not lead to a page of the circuit, so the server handles it.
            navigation.NavigateTo(args.Location, forceLoad: true);
        }
        else
        {
            route = null;
            StateHasChanged();
        }
    }
}
