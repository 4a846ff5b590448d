using Microsoft.JSInterop;

namespace TriageConsole.Features.Labeling;

/// <summary>One window at a time: a second one says that the queue is open in the first, and takes nothing until it is asked to.</summary>
public sealed partial class LabelPage : ILabelingWindow
{
    private static readonly TimeSpan Answers = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Closes = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The labeler works in another window; this one takes no items.</summary>
    private bool elsewhere;

    async Task<bool> ILabelingWindow.IsAliveAsync()
    {
        if (ended.IsCancellationRequested)
            return false;
        // Still opening: its browser asked for it a moment ago.
        if (script is not { } module)
            return true;
        try
        {
            var answer = false;
            await InvokeAsync(async () => answer = await module.InvokeAsync<bool>("alive")).WaitAsync(Answers, time);
            return answer;
        }
        catch (Exception e)
            when (e
                    is TimeoutException
                        or JSException
                        or JSDisconnectedException
                        or OperationCanceledException
                        or InvalidOperationException
                        or ObjectDisposedException
            )
        {
            return false;
        }
    }

    async Task ILabelingWindow.HandOverAsync()
    {
        try
        {
            if (ended.IsCancellationRequested)
                await closed.Task.WaitAsync(Closes, time);
            else
                await InvokeAsync(GoElsewhereAsync).WaitAsync(Closes, time);
        }
        catch (Exception e) when (e is TimeoutException or ObjectDisposedException)
        {
            // Its last draft is not saved; the tokens of its leases protect what the other window does.
        }
    }

    private async Task GoElsewhereAsync()
    {
        elsewhere = true;
        // Submits on their way go on behind the screen; the other window does not take up their items.
        await SaveDraftAsync(Active);
        panes.Clear();
        StateHasChanged();
    }

    /// <summary>Whether this is the labeler's only window on the queue; a window that no longer answers is replaced.</summary>
    private async Task<bool> EnterAsync(LabelingSession here)
    {
        while (!ended.IsCancellationRequested)
        {
            var other = windows.TryEnter(here.LabelerId, here.WorkflowId, this);
            if (other is null)
                return true;
            if (await other.IsAliveAsync())
                return false;
            if (await windows.TakeOverAsync(here.LabelerId, here.WorkflowId, other, this))
                return true;
        }

        return false;
    }

    /// <summary>The labeler wants to go on here.</summary>
    private async Task ContinueHereAsync()
    {
        if (session is not { } here || !elsewhere)
            return;
        await TryAsync(async () =>
        {
            var other = windows.TryEnter(here.LabelerId, here.WorkflowId, this);
            if (other is null || await windows.TakeOverAsync(here.LabelerId, here.WorkflowId, other, this))
                await ResumeAsync();
        });
    }

    private void WindowLeft(long labelerId, long workflowId)
    {
        if (elsewhere && session is { } here && here.LabelerId == labelerId && here.WorkflowId == workflowId)
            Run(ContinueIfAloneAsync);
    }

    private async Task ContinueIfAloneAsync()
    {
        if (session is not { } here || !elsewhere || ended.IsCancellationRequested || panes.Count > 0)
            return;
        if (windows.TryEnter(here.LabelerId, here.WorkflowId, this) is null)
            await TryAsync(ResumeAsync, quietly: true);
    }

    /// <summary>Takes up what the labeler holds, and fills up from the queue.</summary>
    private async Task ResumeAsync()
    {
        if (session is null)
            return;
        var typed = panes.Where(p => p.Unsaved).ToDictionary(p => p.Item.AssignmentId, p => p.Answers);
        panes.Clear();
        foreach (var item in await leases.ResumeAsync(await person.GetAsync(Closing), session, Closing))
        {
            var pane = NewPane(item, session);
            foreach (var (criterion, answer) in typed.GetValueOrDefault(item.AssignmentId) ?? [])
                pane.Set(criterion, answer);
            panes.Add(pane);
        }

        elsewhere = false;
        lastTouch = time.GetUtcNow();
        Turn(null);
        await FillAsync();
        await RefreshCountsAsync();
        StateHasChanged();
    }

    /// <summary>The server stops: what is typed and what was submitted is saved, then nothing more is done.</summary>
    private async Task EndAsync()
    {
        await SaveDraftAsync(Active);
        await ended.CancelAsync();
        await outbox.Idle;
    }

    public async ValueTask DisposeAsync()
    {
        openPages.Remove(this);
        windows.Left -= WindowLeft;
        await ended.CancelAsync();
        live?.Dispose();
        typing.Dispose();
        outbox.Changed -= OutboxChanged;
        if (heartbeat is not null)
            await heartbeat.DisposeAsync();
        try
        {
            try
            {
                if (session is not null && panes.Count > 0)
                {
                    await SaveDraftAsync(Active);
                    await leases.ReleaseAsync(session, panes.Select(p => p.Item.Lease).ToList());
                }
            }
            finally
            {
                closed.TrySetResult();
                if (session is not null)
                    windows.Leave(session.LabelerId, session.WorkflowId, this);
            }

            if (script is not null)
            {
                await script.InvokeVoidAsync("stop");
                await script.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and the script with it.
        }
        catch (Exception e) when (statements.IsTransient(e))
        {
            // The leases end by themselves.
            LabelingLog.PageFailed(logger, session?.WorkflowId ?? 0, e);
        }

        ended.Dispose();
    }
}
