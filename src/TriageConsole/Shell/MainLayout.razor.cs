using Microsoft.AspNetCore.Components;

namespace TriageConsole.Shell;

public sealed partial class MainLayout(NavigationManager navigation) : LayoutComponentBase
{
    private PageBoundary? boundary;

    // With a base address a bare "#content" would leave the page.
    private string SkipTarget => navigation.Uri.Split('#')[0] + "#content";

    /// <summary>Another page is another try.</summary>
    protected override void OnParametersSet() => boundary?.Recover();
}
