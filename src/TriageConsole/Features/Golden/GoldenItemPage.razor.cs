using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Rubrics;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Golden;

/// <summary>One golden item, or an interaction that becomes one: its content, the expected answers and its maintenance.</summary>
public sealed partial class GoldenItemPage(
    GoldenReader reader,
    GoldenService golden,
    GoldenCreation creation,
    RubricService rubrics,
    WorkflowDirectory directory,
    CurrentPerson current
) : ComponentBase
{
    private readonly LoadOrder loads = new();
    private WorkflowRef? workflow;
    private long interactionId;
    private BlindContent? content;
    private PublishedRubric? rubric;
    private GoldenWork? work;
    private AnswerSheet? sheet;
    private IReadOnlyList<GoldenOwner> owners = [];
    private string reason = "";
    private string? output;
    private bool loaded;
    private bool busy;
    private Result? told;

    [Parameter]
    public string Key { get; set; } = "";

    [Parameter]
    public string Trace { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    protected override Task OnParametersSetAsync() => loads.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        (told, content, work) = (null, null, null);
        workflow = await GoldenPage.FindAsync(directory, reader, await current.GetAsync(), Key, Tenant);
        if (workflow is not null)
            await LoadAsync();
        loaded = true;
    }

    private async Task LoadAsync()
    {
        var access = await current.GetAsync();
        var row = (await reader.ListAsync(access, workflow!)).FirstOrDefault(r => r.TraceId == Trace);
        work = row is null ? null : await reader.OpenAsync(access, workflow!, row.Id);
        if (work is { } item)
        {
            (interactionId, content, rubric) = (item.Row.InteractionId, item.Content, item.Rubric);
            (output, reason) = (item.ExpectedOutput, "");
            owners = await reader.OwnersAsync(workflow!);
        }
        else if (await reader.InteractionAsync(access, workflow!, Trace) is { } found)
        {
            (interactionId, content) = found;
            rubric = await rubrics.EnsureForWorkflowAsync(workflow!.Id);
        }

        sheet = content is null
            ? null
            : new AnswerSheet(
                LabelingService.RubricFor(rubric!.Definition, content),
                interactionId,
                content.Answer,
                work?.Answers ?? new Dictionary<string, string>()
            );
    }

    private async Task SaveAsync()
    {
        if (sheet is null || busy || !sheet.Check().Ok)
            return;
        busy = true;
        try
        {
            var access = await current.GetAsync();
            var edit = new GoldenEdit(work?.RowVersion ?? 0, sheet.Answers, output, reason);
            await AfterAsync(
                work is null
                    ? await creation.CreateAsync(access, workflow!, interactionId, rubric!, edit)
                    : await golden.ReviseAsync(access, workflow!, work.Row.Id, edit)
            );
        }
        finally
        {
            busy = false;
        }
    }

    private async Task ConfirmAsync() =>
        await AfterAsync(await golden.ConfirmAsync(await current.GetAsync(), workflow!, work!.Row.Id, work.RowVersion));

    private async Task LockAsync() =>
        await AfterAsync(await golden.LockAsync(await current.GetAsync(), workflow!, work!.Row.Id, work.RowVersion, !work.Row.IsLocked));

    private async Task AssignAsync((long OwnerId, int Cadence) care) =>
        await AfterAsync(
            await golden.AssignAsync(await current.GetAsync(), workflow!, work!.Row.Id, work.RowVersion, care.OwnerId, care.Cadence)
        );

    private async Task RetireAsync(string? why) =>
        await AfterAsync(await golden.RetireAsync(await current.GetAsync(), workflow!, work!.Row.Id, work.RowVersion, why));

    /// <summary>Entered text stays if the input was refused; otherwise the page reloads the current state.</summary>
    private async Task AfterAsync(Result result)
    {
        told = result;
        if (result.Ok || result.IsConflict)
            await LoadAsync();
    }
}
