using Microsoft.AspNetCore.Components;

namespace TriageConsole.Shell;

public sealed partial class MainLayout(NavigationManager navigation) : LayoutComponentBase
{
    private PageBoundary? boundary;

    // A bare "#content" is resolved against the base URL and would leave the page.
    private string SkipTarget => navigation.Uri.Split('#')[0] + "#content";

    /// <summary>Resets the error state when the user navigates to another page.</summary>
    protected override void OnParametersSet() => boundary?.Recover();
}
