using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;
using TriageConsole.Account.Profile;
using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Labeling.Flags;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Labeling;

/// <summary>The labeling screen. The next items are rendered behind the one on screen, so that Enter only switches panes.</summary>
public sealed partial class LabelPage(
    LabelingService labeling,
    LabelingLeases leases,
    LabelRecords records,
    LabelerFlags flags,
    WorkflowDirectory workflows,
    CurrentPerson person,
    ProfileService profiles,
    IProviderStatements statements,
    PendingSubmits pending,
    OpenPages openPages,
    LabelingWindows windows,
    ChangeNotifier notifier,
    TimeProvider time,
    IOptions<LabelingOptions> options,
    IJSRuntime scripts,
    ILogger<LabelPage> logger
) : BackgroundComponent
{
    private static readonly string[] SkipReasons =
    [
        "Cannot tell from what is shown",
        "Outside my expertise",
        "Unfamiliar language",
        "Broken or empty",
        "The rubric does not fit",
    ];
    private const string SkipText = "Another labeler gets the item. It is not offered to you again.";

    private readonly Outbox outbox = new(statements, pending, time, logger);
    private readonly TypingPause typing = new(time, TimeSpan.FromMilliseconds(options.Value.DraftDelayMs));
    private readonly List<Pane> panes = [];
    private readonly CancellationTokenSource ended = new();
    private LabelingSession? session;
    private QueueLeft left = new(0, 0, 0);
    private LabelKeys keys = LabelKeys.Standard;
    private readonly LiveRefresh live = new();
    private ITimer? heartbeat;
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IJSObjectReference? script;
    private LabelStatus? status;
    private ElementReference root;
    private string? announcement;
    private string? toast;
    private string? fault;
    private bool missing;
    private bool filling;

    /// <summary>An item was just turned, and the page does not know yet whether there is another.</summary>
    private bool expecting;
    private bool undoing;
    private Sheet sheet;

    /// <summary>
    /// Until then, changes of others must not fill the page: the leases are still to be resumed, and that would replace a pane on which the
    /// labeler can already have answered.
    /// </summary>
    private bool opened;

    /// <summary>The interaction of the last saved submit.</summary>
    private long? submitted;
    private DateTimeOffset lastTouch;

    private enum Sheet
    {
        None,
        Skip,
        Flag,
        Comments,
        Keys,
    }

    [Parameter]
    public string Key { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    /// <summary>A copy of the token, because the source cannot be read after the page is disposed.</summary>
    private CancellationToken Closing { get; set; }

    private Pane? Active => panes.Count > 0 ? panes[0] : null;

    private int Rendered => 1 + options.Value.Prefetch;

    protected override async Task OnInitializedAsync()
    {
        Closing = ended.Token;
        windows.Left += WindowLeft;
        while (!ended.IsCancellationRequested)
        {
            try
            {
                await OpenAsync();
                return;
            }
            catch (Exception e) when (statements.IsTransient(e))
            {
                LabelingLog.PageFailed(logger, 0, e);
                fault = "Could not open your queue.";
                StateHasChanged();
                await Task.Delay(TimeSpan.FromSeconds(2), time, Closing)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        try
        {
            await BrowserCalls.TryAsync(async () =>
            {
                script = await scripts.InvokeAsync<IJSObjectReference>("import", Closing, "./Features/Labeling/LabelPage.razor.js");
                await script.InvokeVoidAsync("start", Closing, root);
            });
        }
        finally
        {
            started.TrySetResult();
        }
    }

    private async Task OpenAsync()
    {
        var access = await person.GetAsync(Closing);
        var workflow =
            await workflows.FindAsync(access, Role.Labeler, Key, Tenant, Closing)
            ?? await workflows.FindAsync(access, Role.Lead, Key, Tenant, Closing);
        fault = null;
        missing = workflow is null;
        if (workflow is null)
            return;
        keys = await profiles.KeysAsync(access, Closing);
        session = await labeling.StartAsync(access, workflow, Closing);
        elsewhere = !await EnterAsync(session);
        if (ended.IsCancellationRequested)
        {
            // The page was left meanwhile, and what it starts from here would not end.
            windows.Leave(session.LabelerId, session.WorkflowId, this);
            return;
        }

        outbox.Changed += OutboxChanged;
        openPages.Add(this, () => InvokeAsync(EndAsync));
        live.Start(notifier, time, id => id == session.WorkflowId, () => InvokeAsync(RefreshAsync), RefreshPause);
        var beat = TimeSpan.FromTicks(Math.Min(session.Lease.Ticks / 3, TimeSpan.FromMinutes(2).Ticks));
        heartbeat = time.CreateTimer(_ => Run(BeatAsync), null, beat, beat);
        // An item on screen answers to keys from its first moment.
        await started.Task;
        if (!elsewhere)
            await ResumeAsync();
        opened = true;
        // The other window can have been closed meanwhile.
        await ContinueIfAloneAsync();
        await RefreshAsync();
    }

    /// <summary>Submits the item. Only the switch of two panes runs at once; the rest runs in the background.</summary>
    private void Submit(Pane pane)
    {
        if (!panes.Contains(pane) || session is null)
            return;
        var now = time.GetUtcNow();
        if (!pane.Check().Ok)
        {
            announcement = pane.Problems.Values.First();
            return;
        }

        var submission = new Submission(pane.IdempotencyKey, new Dictionary<string, string>(pane.Answers), pane.Elapsed(now));
        var where = pane.Session;
        Turn(pane);
        outbox.Put(
            pane.Item.AssignmentId,
            // The access is read at each attempt, because a role can end while answers wait for the database.
            async () => await labeling.SubmitAsync(await person.GetAsync(), where, pane.Item, submission),
            result => Run(() => SettledAsync(pane, result))
        );
        status?.Count(labels: 1);
        FillSoon();
    }

    /// <summary>If the submit was refused, shows the item again with its answers.</summary>
    private async Task SettledAsync(Pane pane, Result result)
    {
        if (result is Result<SavedSubmit> { Ok: true, Value.Status: not SubmitStatus.Saved })
            Toast(result.Message);
        if (result.Ok)
        {
            submitted = pane.Item.InteractionId;
            if (sheet == Sheet.Comments)
                StateHasChanged();
            return;
        }

        // The only conflict of a submit is that another window of the same labeler has the item.
        elsewhere |= result.IsConflict;
        status?.Count(labels: -1);
        pane.Say(result.Message);
        pane.Unsaved = true;
        Insert(pane);
        StateHasChanged();
        await SaveDraftAsync(pane);
    }

    private static Pane NewPane(LabelingItem item, LabelingSession session) => new(item, session.Rubric.Definition) { Session = session };

    private void Insert(Pane pane)
    {
        Active?.Hide(time.GetUtcNow());
        panes.Insert(0, pane);
        pane.Show(time.GetUtcNow());
    }

    /// <summary>Removes the pane from the screen and shows the next one.</summary>
    private void Turn(Pane? done)
    {
        var now = time.GetUtcNow();
        lastTouch = now;
        (toast, flaggedLast) = (null, null);
        if (done is not null)
            panes.Remove(done);
        expecting = done is not null;
        Active?.Show(now);
        announcement = Active is null ? "No more items." : "";
    }
}
