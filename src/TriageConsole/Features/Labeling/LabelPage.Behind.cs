using TriageConsole.Data.Access;
using TriageConsole.Security;

namespace TriageConsole.Features.Labeling;

/// <summary>What runs behind the screen: prefetch, drafts, leases, live counts.</summary>
public sealed partial class LabelPage
{
    private void FillSoon() =>
        Run(async () =>
        {
            // After the turned page is on its way to the browser, and once the submit is settled: it may say that another window has the
            // queue.
            await Task.Yield();
            await outbox.Idle;
            await FillAsync();
        });

    /// <summary>Leases and renders items until enough stand ready or the queue has none for this labeler.</summary>
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
                // Off the page's thread: keys stay live while the database works.
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
                    // The labeler went on in another window meanwhile, which may have taken it up already: then this token is old.
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
            // The role or the session ended. What is on screen says so when it is submitted.
            missing = Active is null;
        }
        catch (Exception e) when (statements.IsTransient(e))
        {
            LabelingLog.PageFailed(logger, session.WorkflowId, e);
            if (Active is null)
                fault = "The next item cannot be fetched right now.";
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

    /// <summary>Others labeled, or new items came.</summary>
    private async Task RefreshAsync()
    {
        if (ended.IsCancellationRequested)
            return;
        await TryAsync(FollowRubricAsync, quietly: true);
        if (Active is null)
            await FillAsync();
        await RefreshCountsAsync();
    }

    /// <summary>A new version of the rubric: the item on screen is finished as it was begun, those behind it are asked anew.</summary>
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
            panes[n] = NewPane(panes[n].Item, session);
        Toast("The rubric has a new version; from the next item on you answer by it.");
    }

    private async Task RefreshCountsAsync()
    {
        if (session is null)
            return;
        await TryAsync(
            async () =>
            {
                left = await records.LeftAsync(session, Closing);
                if (left.Open == 0)
                    await GiveBackAsync(session);
                var today = outbox.Waiting == 0 ? await records.TodayAsync(session, Closing) : null;
                status?.Set(left, today);
                if (Active is null)
                    StateHasChanged();
            },
            quietly: true
        );
    }

    /// <summary>The queue is used up: what stands behind the item on screen, untouched, is for those who wait.</summary>
    private async Task GiveBackAsync(LabelingSession here)
    {
        var untouched = panes.Skip(1).Where(p => p.Answers.Count == 0 && !p.Unsaved).ToList();
        if (untouched.Count == 0)
            return;
        foreach (var pane in untouched)
            panes.Remove(pane);
        StateHasChanged();
        await leases.ReleaseAsync(here, untouched.ConvertAll(p => p.Item.Lease), Closing);
    }

    /// <summary>Saves the draft once typing pauses.</summary>
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
        // What was submitted meanwhile needs no draft.
        if (pane is not { Unsaved: true } || session is null || !panes.Contains(pane))
            return;
        pane.Unsaved = false;
        try
        {
            var answers = new Dictionary<string, string>(pane.Answers);
            await records.SaveDraftAsync(await person.GetAsync(), session, pane.Item.Lease, answers, pane.Elapsed(time.GetUtcNow()));
            status?.DraftSaved(true);
        }
        catch (AccessDeniedException e)
        {
            pane.Unsaved = true;
            pane.Say(e.Message);
            status?.DraftSaved(false);
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

    /// <summary>Renews the leases of somebody at work, and learns which are lost.</summary>
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
                    if (lost != Active)
                    {
                        panes.Remove(lost);
                    }
                    else if (await leases.IsOpenElsewhereAsync(session, lost.Item.Lease, Closing))
                    {
                        elsewhere = true;
                        lost.Say("This item is open in another window of yours. Submit it there, or press “Continue here”.");
                    }
                    else
                    {
                        lost.Say(
                            "Your time on this item ran out and it is no longer reserved for you. Go on if you like: a "
                                + "submit is kept as an extra opinion."
                        );
                    }
                }

                StateHasChanged();
            },
            quietly: true
        );
        await FillAsync();
    }

    private void OutboxChanged() => Run(() => status?.Draw());

    /// <summary>A server that is away is no fault of the page.</summary>
    /// <param name="work">Reads or writes.</param>
    /// <param name="quietly">Nobody asked for it: a server that is away is told by the outbox and the page itself.</param>
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
                Toast("The database does not answer. Your answers are kept; try again in a moment.");
        }
    }
}
