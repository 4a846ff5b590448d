using Microsoft.AspNetCore.Components;

namespace TriageConsole.Shell;

public sealed partial class MainLayout(NavigationManager navigation) : LayoutComponentBase
{
    private PageBoundary? boundary;
    private bool drawerOpen;

    // A bare "#content" is resolved against the base URL and would leave the page.
    private string SkipTarget => navigation.Uri.Split('#')[0] + "#content";

    /// <summary>The labeling page starts with the whole width.</summary>
    protected override void OnInitialized() =>
        drawerOpen = !navigation.ToBaseRelativePath(navigation.Uri).StartsWith("label/", StringComparison.Ordinal);

    private Task FaultAsync(Exception exception) => boundary?.FaultAsync(exception) ?? Task.CompletedTask;

    /// <summary>Resets the error state when the user navigates to another page.</summary>
    protected override void OnParametersSet() => boundary?.Recover();
}
