using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace TriageConsole.Shell;

/// <summary>
/// Gives exceptions of dialogs to the page. The provider renders dialogs next to the page, so the page's own boundary does not see them,
/// and an exception without a boundary ends the circuit.
/// </summary>
public sealed class DialogBoundary : ErrorBoundaryBase
{
    [Parameter, EditorRequired]
    public Func<Exception, Task> Faulted { get; set; } = null!;

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        if (CurrentException is null)
            builder.AddContent(0, ChildContent);
    }

    protected override Task OnErrorAsync(Exception exception) => Faulted(exception);

    /// <summary>The open dialogs are gone with the fault. The provider is rendered again for the next ones.</summary>
    protected override void OnAfterRender(bool firstRender) => Recover();
}
