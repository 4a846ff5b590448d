using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using TriageConsole.Components;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Security;

namespace TriageConsole.Features.Admin;

/// <summary>Visible to everyone with a role in a tenant with simulated traffic. Read again with each page.</summary>
public sealed partial class SimulationChip(
    TenantService service,
    CurrentPerson current,
    NavigationManager navigation,
    IProviderStatements statements
) : BackgroundComponent, IDisposable
{
    private IReadOnlyList<string> tenants = [];
    private bool isAdmin;

    private string Explanation => $"The interactions of {string.Join(", ", tenants)} are invented and arrive by themselves.";

    public void Dispose()
    {
        navigation.LocationChanged -= OnMoved;
        service.SimulationChanged -= OnChanged;
    }

    protected override async Task OnInitializedAsync()
    {
        navigation.LocationChanged += OnMoved;
        service.SimulationChanged += OnChanged;
        await LoadAsync();
    }

    private void OnMoved(object? sender, LocationChangedEventArgs e) => OnChanged();

    private void OnChanged() => Run(LoadAsync);

    private async Task LoadAsync()
    {
        try
        {
            var access = await current.GetAsync();
            isAdmin = access.HasAnywhere(Role.Admin);
            var found = await service.SimulatedAsync(access);
            if (found.SequenceEqual(tenants))
                return;
            tenants = found;
            StateHasChanged();
        }
        catch (Exception e) when (e is AccessDeniedException || statements.IsTransient(e))
        {
            // The chip is outside the page. It keeps its state until the next page is opened.
        }
    }
}
