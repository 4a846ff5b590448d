using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Security;

namespace TriageConsole.Features.Labeling;

/// <summary>One of a person's own labels, with its item and the comments on it.</summary>
public sealed partial class OwnLabelPage(OwnLabels labels, CurrentPerson current, TimeProvider time) : ComponentBase
{
    private readonly LoadOrder loads = new();
    private OwnLabelDetail? detail;
    private bool loaded;

    [Parameter]
    public long Id { get; set; }

    protected override Task OnParametersSetAsync() => loads.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        detail = await labels.FindAsync(await current.GetAsync(), Id);
        loaded = true;
    }
}
