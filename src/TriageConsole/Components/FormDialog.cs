using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace TriageConsole.Components;

/// <summary>
/// A modal dialog with a form. Enter confirms, Esc presses Cancel (shortcuts.js). It is open for as long as it is rendered. It is shown by
/// the service of MudBlazor: a <see cref="MudDialog"/> within a page opens a second time if the page renders again before the browser has
/// said that the first is shown, and cannot be closed in that time.
/// </summary>
public sealed class FormDialog(IDialogService dialogs) : ComponentBase, IDisposable
{
    // MudBlazor hears Esc only once the focus has arrived in the dialog and its own listener is connected: two round trips too late.
    private static readonly DialogOptions Options = new()
    {
        CloseOnEscapeKey = false,
        BackdropClick = false,
        MaxWidth = MaxWidth.Small,
        FullWidth = true,
    };

    private FormDialogContent? content;
    private bool isRemoved;

    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    [Parameter, EditorRequired]
    public string ConfirmText { get; set; } = "";

    [Parameter]
    public bool IsDanger { get; set; }

    /// <summary>What has the focus first. A dialog without fields uses the last element: the button that confirms.</summary>
    [Parameter]
    public DefaultFocus Focus { get; set; } = DefaultFocus.FirstChild;

    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Parameter, EditorRequired]
    public EventCallback Confirmed { get; set; }

    [Parameter, EditorRequired]
    public EventCallback Closed { get; set; }

    /// <summary>The provider keeps an open dialog when the page removes the component that opened it.</summary>
    public void Dispose()
    {
        isRemoved = true;
        content?.Dialog.Cancel();
    }

    internal void Attach(FormDialogContent shown)
    {
        content = shown;
        if (isRemoved)
            shown.Dialog.Cancel();
    }

    protected override void OnParametersSet() => content?.Refresh();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        var parameters = new DialogParameters<FormDialogContent> { { c => c.Owner, this } };
        var shown = await dialogs.ShowAsync<FormDialogContent>(null, parameters, Options);
        await shown.Result;
        // After the removal the page may already show another dialog.
        if (!isRemoved)
            await Closed.InvokeAsync();
    }
}
