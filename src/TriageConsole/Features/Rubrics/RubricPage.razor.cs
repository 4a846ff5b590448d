using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Core.Rubrics;
using TriageConsole.Security;

namespace TriageConsole.Features.Rubrics;

/// <summary>The rubric editor. Every change is checked, shown in the preview and saved in the workflow's draft.</summary>
public sealed partial class RubricPage(
    RubricDraftService drafts,
    IRubricFindings labels,
    CurrentPerson current,
    TimeProvider time,
    ILogger<RubricPage> logger
) : BackgroundComponent, IDisposable
{
    private readonly LoadOrder loads = new();
    private const long MaxFileBytes = 1 << 20;
    private static readonly TimeSpan SavePause = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource closed = new();
    private readonly TypingPause typing = new(time, SavePause);
    private const string SuggestionHelp =
        "The form starts with these answers, marked as such. Never in the audit sample, for golden items, relabeling or disagreements.";

    private RubricWork? work;
    private RubricEdit edit = new();
    private RubricDefinition shown = new("", "", []);
    private AnswerSheet preview = Sample(new("", "", []));
    private List<string> problems = [];
    private IReadOnlyList<string> findings = [];
    private IReadOnlyList<RubricChange> changes = [];
    private CriterionEdit? added;
    private int draftVersion;
    private bool loading = true;
    private bool busy;
    private string note = "";
    private string saveState = "";
    private Result? notice;
    private string? conflict;
    private string? fault;
    private bool isUnsaved;

    /// <summary>There are changes that are not in the saved draft.</summary>
    private bool isPending;
    private Task saving = Task.CompletedTask;
    private bool isRetrying;
    private string? previewSaid;

    [Parameter]
    public string Key { get; set; } = "";

    [SupplyParameterFromQuery]
    public string? Tenant { get; set; }

    private TimeProvider Time => time;

    private bool Differs =>
        work is not null && (work.Active is null ? edit.Criteria.Count > 0 : shown.ToJson() != work.Active.Definition.ToJson());

    public void Dispose()
    {
        closed.Cancel();
        typing.Dispose();
        closed.Dispose();
    }

    protected override Task OnParametersSetAsync() => loads.RunAsync(LoadAsync);

    private async Task LoadAsync()
    {
        work = await drafts.OpenAsync(await current.GetAsync(), Key, Tenant);
        (conflict, fault, isUnsaved, isPending, draftVersion, loading) = (null, null, false, false, work?.DraftVersion ?? 0, false);
        if (work is null)
            return;
        findings = await labels.FindAsync(work.Workflow.Id);
        Show(work.Draft ?? work.Active?.Definition ?? BuiltInRubrics.Definition(BuiltInRubrics.NameFor(work.Workflow.Key)));
        saveState = work.DraftAt is { } at ? $"Draft of {work.DraftBy}, saved {Components.Times.Ago(at, time.GetUtcNow())}" : "";
    }

    private void Show(RubricDefinition rubric)
    {
        edit = RubricEdit.Of(rubric);
        Check();
    }

    private void Edit(Action change)
    {
        change();
        Changed();
    }

    /// <summary>Checks, renders the preview and saves after a pause in typing.</summary>
    private void Changed()
    {
        notice = null;
        Check();
        (saveState, isUnsaved, isPending) = ("Saving …", false, true);
        Run(SaveAfterPauseAsync);
        StateHasChanged();
    }

    private void Check()
    {
        shown = edit.ToDefinition();
        problems =
            edit.Criteria.Count == 0
                ? ["A rubric needs at least one question."]
                : RubricParser.Parse(shown.ToJson()).Problems.Select(RubricWords.ForLead).ToList();
        changes = work?.Active is { } active && problems.Count == 0 ? RubricDifference.Between(active.Definition, shown) : [];
        if (problems.Count > 0)
            return;
        (preview, previewSaid) = (Sample(shown), null);
    }

    private async Task SaveAfterPauseAsync()
    {
        if (await typing.WaitAsync(closed.Token))
            await SaveAsync();
    }

    /// <summary>A failed save is shown and repeated. The page keeps the changes: the error boundary would discard them.</summary>
    private Task SaveAsync() => saving = SaveAfterAsync(saving);

    /// <summary>One save at a time: the second needs the version of the draft that the first stored.</summary>
    private async Task SaveAfterAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (work is null || conflict is not null)
            return;
        try
        {
            var rubric = shown;
            var saved = await drafts.SaveAsync(await current.GetAsync(), work.Workflow, rubric, draftVersion, closed.Token);
            (conflict, fault, isUnsaved) = (saved.Ok ? null : saved.Message, null, !saved.Ok);
            saveState = saved.Ok ? "Draft saved" : "Not saved";
            if (saved.Ok)
                (draftVersion, isPending) = (saved.Value, !ReferenceEquals(rubric, shown));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            RubricLog.DraftNotSaved(logger, work.Workflow.Id, e);
            (isUnsaved, saveState) = (true, "Not saved");
            fault =
                e is AccessDeniedException
                    ? $"Could not save the draft. {e.Message} Your changes are still on this page."
                    : "Could not save the draft. The database is unreachable; retrying in 5 s. Your changes are still on this page.";
            if (e is not AccessDeniedException && !isRetrying)
                Run(RetryAsync);
        }

        StateHasChanged();
    }

    private async Task RetryAsync()
    {
        isRetrying = true;
        while (fault is not null)
        {
            await Task.Delay(RetryPause, time, closed.Token);
            if (fault is not null)
                await SaveAsync();
        }

        isRetrying = false;
    }

    private async Task KeepMineAsync()
    {
        if (work is null)
            return;
        // The differences that are shown before publishing are those to the version that is current now.
        work = await drafts.OpenAsync(await current.GetAsync(), Key, Tenant) ?? work;
        (draftVersion, conflict) = (work.DraftVersion, null);
        Check();
        await SaveAsync();
    }

    private async Task DiscardAsync()
    {
        if (work is null)
            return;
        typing.Cancel();
        await saving;
        await drafts.DiscardAsync(await current.GetAsync(), work.Workflow);
        await LoadAsync();
        Say("Draft discarded. The current version is loaded.");
    }

    private async Task PublishAsync()
    {
        if (work is null || busy)
            return;
        busy = true;
        typing.Cancel();
        try
        {
            if (isPending)
                await SaveAsync();
            if (isPending || conflict is not null)
                return;
            var result = await drafts.PublishAsync(await current.GetAsync(), work with { DraftVersion = draftVersion }, shown, note);
            if (result.IsConflict)
            {
                conflict = result.Message;
                return;
            }

            if (!result.Ok)
            {
                problems = [.. result.Problems.Select(p => p.Message)];
                return;
            }

            note = "";
            await LoadAsync();
            var relabel = work.Versions[0].Bridge is { } bridge
                ? $" {Figures.Plural(bridge.Items, "item labeled before is", "items labeled before are")} at the top of the queue, "
                    + "to be labeled again."
                : "";
            Say($"Version {result.Value.Number} is current.{relabel}");
        }
        finally
        {
            busy = false;
        }
    }

    private async Task ImportAsync(InputFileChangeEventArgs file)
    {
        if (file.File.Size > MaxFileBytes)
        {
            Say("Could not import. The file is larger than 1 MiB.", bad: true);
            return;
        }

        using var reader = new StreamReader(file.File.OpenReadStream(MaxFileBytes, closed.Token));
        var parsed = RubricParser.Parse(await reader.ReadToEndAsync(closed.Token));
        if (parsed.Definition is not { } rubric)
        {
            Say($"{file.File.Name} is not a rubric: {string.Join("; ", parsed.Problems.Take(5))}.", bad: true);
            return;
        }

        Show(rubric);
        Changed();
        Say($"{file.File.Name} is loaded as the draft. Review and publish it.");
    }

    private void Add()
    {
        added = new CriterionEdit { Key = edit.FreeKey("") };
        edit.Criteria.Add(added);
        Changed();
    }

    private void Move(int at, int by)
    {
        var to = at + by;
        if (to < 0 || to >= edit.Criteria.Count)
            return;
        (edit.Criteria[at], edit.Criteria[to]) = (edit.Criteria[to], edit.Criteria[at]);
        Changed();
    }

    private void Remove(int at)
    {
        edit.Criteria.RemoveAt(at);
        Changed();
    }

    private void TryPreview() => previewSaid = preview.Check().Ok ? "the answers are complete" : "an answer is missing";

    private string ExportLink(int number) =>
        $"rubrics/{Addresses.Segment(work!.Workflow.Key)}/versions/{number.ToString(CultureInfo.InvariantCulture)}"
        + $"{Addresses.Query(("tenant", work.Workflow.TenantKey))}";

    private void Say(string text, bool bad = false) => notice = bad ? Error.Invalid(text) : Result.Done(text);

    /// <summary>A sample item for the preview. The form is the one that labelers use, but nothing is saved.</summary>
    private static AnswerSheet Sample(RubricDefinition rubric) =>
        new(rubric, 0, "The response to judge.", new Dictionary<string, string>());
}
