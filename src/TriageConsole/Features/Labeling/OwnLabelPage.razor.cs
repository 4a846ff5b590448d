using Microsoft.AspNetCore.Components;
using TriageConsole.Security;

namespace TriageConsole.Features.Labeling;

/// <summary>One of a person's own labels, with its item and the comments on it.</summary>
public sealed partial class OwnLabelPage(OwnLabels labels, CurrentPerson current, TimeProvider time) : ComponentBase
{
    private OwnLabelDetail? detail;
    private bool loaded;

    [Parameter]
    public long Id { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        detail = await labels.FindAsync(await current.GetAsync(), Id);
        loaded = true;
    }
}
