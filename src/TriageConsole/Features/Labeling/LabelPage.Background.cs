using TriageConsole.Data.Access;
using TriageConsole.Security;

namespace TriageConsole.Features.Labeling;

/// <summary>The background work of the page: prefetch, drafts, leases and live counts.</summary>
public sealed partial class LabelPage
{
    private void FillSoon() =>
        Run(async () =>
        {
            // Waits until the turned page is on its way to the browser and the submit is settled, because the result can say that another
            // window has the queue.
            await Task.Yield();
            await outbox.Idle;
            await FillAsync();
        });

    /// <summary>Leases and renders items until enough are ready or the queue has none for this labeler.</summary>
    private async Task FillAsync()
    {
        if (filling || session is null || elsewhere)
            return;
        filling = true;
        try
        {
            while (panes.Count < Rendered && !ended.IsCancellationRequested && !elsewhere)
            {
                var (where, ahead) = (session, panes.Count > 0);
                // On another thread, so that the keys respond while the database works.
                var item = await Task.Run(
                    async () =>
                        ahead
                            ? await labeling.AheadAsync(await person.GetAsync(Closing), where, Closing)
                            : await labeling.NextAsync(await person.GetAsync(Closing), where, Closing),
                    Closing
                );
                if (item is null)
                    break;
                if (elsewhere)
                {
                    // The labeler continued in another window, which can already have resumed this item. Then this token is outdated and
                    // the release has no effect.
                    await leases.ReleaseAsync(where, [item.Lease], Closing);
                    break;
                }

                panes.Add(NewPane(item, session));
                if (panes.Count == 1)
                    Turn(null);
                StateHasChanged();
            }

            fault = null;
        }
        catch (Exception e) when (e is OperationCanceledException || statements.IsCancellation(e, Closing))
        {
            // The page was closed.
        }
        catch (AccessDeniedException)
        {
            // The role or the session has ended. A submit of the item on screen shows the error.
            missing = Active is null;
        }
        catch (Exception e) when (statements.IsTransient(e))
        {
            LabelingLog.PageFailed(logger, session.WorkflowId, e);
            if (Active is null)
                fault = "Could not load the next item.";
            Run(RetryFillAsync);
        }
        finally
        {
            filling = expecting = false;
        }

        if (Active is null)
            await RefreshCountsAsync();
        StateHasChanged();
    }

    private async Task RetryFillAsync()
    {
        await Task.Delay(TimeSpan.FromSeconds(2), time, Closing)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (!ended.IsCancellationRequested)
            await FillAsync();
    }

    /// <summary>
    /// A labeler who waits gets a new item at once. With an item on screen only counts change: each submit of each labeler concerns all
    /// open pages, so they read less often, and not all at the same moment.
    /// </summary>
    private TimeSpan RefreshPause() =>
        Active is null ? TimeSpan.FromMilliseconds(500) : TimeSpan.FromSeconds(2 + (2 * Random.Shared.NextDouble()));

    /// <summary>Other labelers submitted, or new items arrived.</summary>
    private async Task RefreshAsync()
    {
        if (ended.IsCancellationRequested || !opened)
            return;
        await TryAsync(FollowRubricAsync, quietly: true);
        if (Active is null)
            await FillAsync();
        await RefreshCountsAsync();
    }

    /// <summary>
    /// The rubric has a new version. The item on screen and other items with answers of the labeler keep their version, because the new one
    /// would discard the answers. The other prefetched ones get the new version.
    /// </summary>
    private async Task FollowRubricAsync()
    {
        if (session is null)
            return;
        var access = await person.GetAsync(Closing);
        var workflow =
            await workflows.FindAsync(access, Role.Labeler, Key, Tenant, Closing)
            ?? await workflows.FindAsync(access, Role.Lead, Key, Tenant, Closing);
        if (workflow?.ActiveRubricVersionId is not { } version || version == session.Rubric.VersionId)
            return;
        session = await labeling.StartAsync(access, workflow, Closing);
        for (var n = 1; n < panes.Count; n++)
            if (!panes[n].IsBegun)
                panes[n] = NewPane(panes[n].Item, session);
        Toast("The rubric has a new version. The next items use it.");
    }

    private async Task RefreshCountsAsync()
    {
        if (session is null)
            return;
        await TryAsync(
            async () =>
            {
                var added = outbox.Added;
                left = await records.LeftAsync(session, Closing);
                if (left.Open == 0)
                    await GiveBackAsync(session);
                var today = outbox.Waiting == 0 ? await records.TodayAsync(await person.GetAsync(Closing), session, Closing) : null;
                // What was read before a submit does not count it.
                status?.Set(left, added == outbox.Added ? today : null);
                await RefreshRepliesAsync();
                if (Active is null)
                    StateHasChanged();
            },
            quietly: true
        );
    }

    /// <summary>The queue is empty, so untouched prefetched items are released for other labelers.</summary>
    private async Task GiveBackAsync(LabelingSession here)
    {
        var untouched = panes.Skip(1).Where(p => !p.IsBegun && p.Item.Draft.Count == 0).ToList();
        if (untouched.Count == 0)
            return;
        foreach (var pane in untouched)
            panes.Remove(pane);
        StateHasChanged();
        await leases.ReleaseAsync(here, untouched.ConvertAll(p => p.Item.Lease), Closing);
    }

    /// <summary>Saves the draft after a pause in typing.</summary>
    private void Edited(Pane pane)
    {
        lastTouch = time.GetUtcNow();
        Run(async () =>
        {
            if (await typing.WaitAsync(Closing))
                await SaveDraftAsync(pane);
        });
    }

    private async Task SaveDraftAsync(Pane? pane)
    {
        // A submitted item needs no draft.
        if (pane is not { Unsaved: true } || session is null || !panes.Contains(pane))
            return;
        pane.Unsaved = false;
        try
        {
            var answers = new Dictionary<string, string>(pane.Answers);
            var elapsed = pane.Elapsed(time.GetUtcNow());
            if (await records.SaveDraftAsync(await person.GetAsync(), session, pane.Item.Lease, answers, elapsed))
            {
                status?.DraftSaved(true);
                return;
            }

            // This window no longer has the item. The answers stay here for “Continue here”. Another attempt would not store them either.
            pane.Unsaved = true;
            status?.DraftSaved(false, isRetried: false);
            if (!ended.IsCancellationRequested)
                await TryAsync(() => ExplainLossAsync(pane), quietly: true);
        }
        catch (AccessDeniedException e)
        {
            pane.Unsaved = true;
            pane.Say(e.Message);
            status?.DraftSaved(false, isRetried: false);
        }
        catch (Exception e)
        {
            pane.Unsaved = true;
            LabelingLog.DraftFailed(logger, pane.Item.AssignmentId, e);
            status?.DraftSaved(false);
            if (!ended.IsCancellationRequested)
                Edited(pane);
        }
    }

    /// <summary>Renews the leases of an active labeler, and detects lost leases.</summary>
    private async Task BeatAsync()
    {
        if (session is null || ended.IsCancellationRequested || panes.Count == 0)
            return;
        if (time.GetUtcNow() - lastTouch > TimeSpan.FromMinutes(options.Value.IdleMinutes))
            return;
        await TryAsync(
            async () =>
            {
                var renewed = await leases.RenewAsync(
                    await person.GetAsync(Closing),
                    session,
                    panes.Select(p => p.Item.Lease).ToList(),
                    Closing
                );
                foreach (var lost in panes.Where(p => !renewed.Contains(p.Item.AssignmentId)).ToList())
                {
                    if (lost == Active)
                        await ExplainLossAsync(lost);
                    else
                        panes.Remove(lost);
                }

                StateHasChanged();
            },
            quietly: true
        );
        await FillAsync();
    }

    /// <summary>Tells the labeler why this window no longer has the item.</summary>
    private async Task ExplainLossAsync(Pane lost)
    {
        if (session is null)
            return;
        if (await leases.IsOpenElsewhereAsync(session, lost.Item.Lease, Closing))
        {
            elsewhere = true;
            lost.Say("This item is open in another window of yours. Submit it there, or select “Continue here”.");
        }
        else
        {
            lost.Say("Your lease of this item has ended. You can continue: a submit is stored as an extra label.");
        }

        StateHasChanged();
    }

    private void OutboxChanged() => Run(() => status?.Draw());

    /// <summary>Runs work and handles an unavailable server, which is not a fault of the page.</summary>
    /// <param name="work">The reads or writes.</param>
    /// <param name="quietly">The user did not request it, so no message is shown. The outbox and the page show that the server is
    /// unavailable.</param>
    private async Task TryAsync(Func<Task> work, bool quietly = false)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is OperationCanceledException || statements.IsCancellation(e, Closing))
        {
            // The page was closed.
        }
        catch (AccessDeniedException e)
        {
            if (!quietly)
                Toast(e.Message);
        }
        catch (Exception e) when (e is TimeoutException || statements.IsTransient(e))
        {
            LabelingLog.PageFailed(logger, session?.WorkflowId ?? 0, e);
            if (!quietly)
                Toast("The database is unreachable. Your answers are kept. Try again later.");
        }
    }
}
