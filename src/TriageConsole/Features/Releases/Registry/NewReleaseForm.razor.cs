using Microsoft.AspNetCore.Components;
using MudBlazor;
using TriageConsole.Core.Common;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>Creates a draft release. Pipelines use the API. The input stays if the release is refused.</summary>
public sealed partial class NewReleaseForm(ReleaseWriter writer, CurrentPerson current) : ComponentBase
{
    private readonly List<ComponentChange> changes = [];
    private MudTextField<string>? nameField;
    private string name = "";
    private string notes = "";
    private string basedOn = "";
    private string? problem;
    private bool saving;

    [Parameter, EditorRequired]
    public WorkflowRef Workflow { get; set; } = null!;

    [Parameter, EditorRequired]
    public ReleaseList List { get; set; } = null!;

    /// <summary>The name of a release; null: the live release.</summary>
    [Parameter]
    public string? BasedOn { get; set; }

    [Parameter, EditorRequired]
    public EventCallback<Result> Created { get; set; }

    [Parameter, EditorRequired]
    public EventCallback Closed { get; set; }

    private ReleaseRow? Base => List.Releases.FirstOrDefault(r => r.Name == basedOn);

    protected override void OnInitialized()
    {
        basedOn = List.Releases.FirstOrDefault(r => r.Name == BasedOn)?.Name ?? List.Live?.Name ?? "";
        if (Base is null)
            changes.Add(new ComponentChange());
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && nameField is not null)
            await nameField.FocusAsync();
    }

    private async Task CreateAsync()
    {
        if (saving)
            return;
        saving = true;
        var wanted = new NewRelease(
            name,
            notes,
            basedOn.Length == 0 ? null : basedOn,
            [.. changes.Select(c => new ComponentRegistration(c.Kind, c.Name, c.Version, c.Content, c.Reference, Parent: c.Parent))]
        );
        try
        {
            var result = await writer.CreateAsync(await current.GetAsync(), Workflow, wanted);
            problem = result.Ok ? null : result.Message;
            if (result.Ok)
                await Created.InvokeAsync(result);
        }
        finally
        {
            saving = false;
        }
    }
}
