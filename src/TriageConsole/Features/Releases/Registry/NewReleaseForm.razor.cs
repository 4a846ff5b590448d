using Microsoft.AspNetCore.Components;
using TriageConsole.Core.Common;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>Creates a draft release. Pipelines use the API. The input stays if the release is refused.</summary>
public sealed partial class NewReleaseForm(ReleaseWriter writer, CurrentPerson current) : ComponentBase
{
    private readonly List<Change> changes = [];
    private ElementReference nameField;
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
            changes.Add(new Change());
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
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
        var result = await writer.CreateAsync(await current.GetAsync(), Workflow, wanted);
        (problem, saving) = (result.Ok ? null : result.Message, false);
        if (result.Ok)
            await Created.InvokeAsync(result);
    }

    private string Id(Change change, string field) => $"part-{changes.IndexOf(change)}-{field}";

    private sealed class Change
    {
        public string Kind { get; set; } = ComponentKind.Prompt.Key();

        public string Name { get; set; } = "";

        public string Version { get; set; } = "";

        public string Content { get; set; } = "";

        public string Reference { get; set; } = "";

        public string Parent { get; set; } = "";

        public static Change Of(ReleasePart part) =>
            new()
            {
                Kind = part.Kind.Key(),
                Name = part.Name,
                Parent = part.Version,
            };

        public bool IsOf(ReleasePart part) => Kind == part.Kind.Key() && Name == part.Name;
    }
}
