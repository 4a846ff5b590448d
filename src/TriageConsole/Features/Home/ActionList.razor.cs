using Microsoft.AspNetCore.Components;
using TriageConsole.Core.Common;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Home;

public sealed partial class ActionList(ReleaseReader reader, CurrentPerson current) : ComponentBase
{
    private (WorkflowRef Workflow, ReleaseList List, ReleaseRights Rights)? target;
    private ReleaseAsk? pending;
    private ReleaseDialogs? dialogs;
    private Result? told;

    [Parameter, EditorRequired]
    public DateTimeOffset Now { get; set; }

    /// <summary>Raised after an action: the page reads again.</summary>
    [Parameter, EditorRequired]
    public EventCallback Changed { get; set; }

    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Parameter, EditorRequired]
    public IReadOnlyList<HomeAction> Actions { get; set; } = [];

    /// <summary>The dialog shows the releases as they are now, because the page can be older.</summary>
    private async Task AskAsync(HomeAction action, HomeButton button)
    {
        told = null;
        var access = await current.GetAsync();
        var list = await reader.ListAsync(access, action.Workflow!);
        var rights = ReleaseRights.Of(access, action.Workflow!);
        target = (action.Workflow!, list, rights);
        var row = list.Releases.FirstOrDefault(r => r.Id == button.ReleaseId);
        var missing =
            row is null ? "the release does not exist"
            : button.Act == ReleaseAct.Promote ? ReleaseOffers.Of(row, list, rights).Promote.Missing
            : button.Act == ReleaseAct.RollBack ? ReleaseOffers.Of(row, list, rights).RollBack.Missing
            : list.Experiment is null ? "the experiment has already ended"
            : null;
        if (missing is null)
        {
            pending = new ReleaseAsk(button.Act, row);
            return;
        }

        told = Error.Conflict($"Not done: {missing}. The list shows the current state.");
        await Changed.InvokeAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (pending is not { } ask || dialogs is null)
            return;
        pending = null;
        await dialogs.OpenAsync(ask);
    }
}
