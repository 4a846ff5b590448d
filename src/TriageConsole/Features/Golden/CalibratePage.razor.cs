using Microsoft.AspNetCore.Components;
using MudBlazor;
using TriageConsole.Components;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data.Access;
using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Rubrics;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Golden;

/// <summary>A labeler's calibration round and their results since then.</summary>
public sealed partial class CalibratePage(
    CalibrationService calibration,
    LabelerTrustService trust,
    WorkflowDirectory directory,
    CurrentPerson current
) : ComponentBase
{
    private readonly LoadOrder loads = new();
    private WorkflowRef? workflow;
    private LabelingSession? session;
    private CalibrationProgress progress = new(0, 0, 0, 0);
    private CalibrationItem? item;
    private AnswerSheet? sheet;
    private IReadOnlyList<CalibrationFeedback>? feedback;
    private IReadOnlyList<WorkflowTrust> own = [];
    private MudButton? nextButton;
    private bool focusNext;
    private bool loaded;

    [Parameter]
    public string Key { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    protected override Task OnParametersSetAsync() => loads.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        var access = await current.GetAsync();
        workflow =
            await directory.FindAsync(access, Role.Labeler, Key, Tenant) ?? await directory.FindAsync(access, Role.Lead, Key, Tenant);
        if (workflow is not null)
        {
            session = await calibration.StartAsync(access, workflow);
            own = await trust.OwnAsync(workflow.Id, access.UserId);
            await NextAsync();
        }

        loaded = true;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!focusNext)
            return;
        focusNext = false;
        if (nextButton is not null)
            await nextButton.FocusAsync();
    }

    /// <summary>Changes all state at once: a render between two awaits would show the old form as the next one.</summary>
    private async Task NextAsync()
    {
        var (next, done) = (await calibration.NextAsync(await current.GetAsync(), session!), await calibration.ProgressAsync(session!));
        (item, progress, feedback) = (next, done, null);
        sheet = next is null
            ? null
            : new AnswerSheet(
                LabelingService.RubricFor(session!.Rubric.Definition, next.Content),
                next.InteractionId,
                next.Content.Answer,
                new Dictionary<string, string>()
            );
    }

    private async Task SubmitAsync()
    {
        if (feedback is not null)
        {
            await NextAsync();
            return;
        }

        if (item is null || sheet is null || !sheet.Check().Ok)
            return;
        var answered = await calibration.AnswerAsync(await current.GetAsync(), session!, item, sheet.Answers);
        progress = await calibration.ProgressAsync(session!);
        (feedback, focusNext) = (answered, true);
    }

    private static string Named(Criterion criterion, string? answer) =>
        answer is null ? "no answer"
        : criterion.Kind == CriterionKind.ManyOf
            ? string.Join(
                ", ",
                AnswerValidation.ManyOf(answer).Select(v => criterion.Options.FirstOrDefault(o => o.Value == v)?.Label ?? v)
            )
        : criterion.Options.FirstOrDefault(o => o.Value == answer)?.Label
            ?? (
                answer == "yes" ? "Yes"
                : answer == "no" ? "No"
                : answer
            );
}
