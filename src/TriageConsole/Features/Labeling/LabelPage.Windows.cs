using Microsoft.JSInterop;
using TriageConsole.Components;

namespace TriageConsole.Features.Labeling;

/// <summary>
/// One active window at a time. A second one shows that the queue is open in the first, and leases nothing until the labeler selects it.
/// </summary>
public sealed partial class LabelPage : ILabelingWindow
{
    private static readonly TimeSpan AliveTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The labeler works in another window. This one leases no items.</summary>
    private bool elsewhere;

    async Task<bool> ILabelingWindow.IsAliveAsync()
    {
        if (ended.IsCancellationRequested)
            return false;
        // The window is opening: its browser has just requested it.
        if (script is not { } module)
            return true;
        try
        {
            var answer = false;
            await InvokeAsync(async () => answer = await module.InvokeAsync<bool>("alive")).WaitAsync(AliveTimeout, time);
            return answer;
        }
        catch (Exception e) when (BrowserCalls.IsLeft(e) || e is TimeoutException or JSException or InvalidOperationException)
        {
            return false;
        }
    }

    async Task ILabelingWindow.HandOverAsync()
    {
        try
        {
            if (ended.IsCancellationRequested)
                await closed.Task.WaitAsync(CloseTimeout, time);
            else
                await InvokeAsync(GoElsewhereAsync).WaitAsync(CloseTimeout, time);
        }
        catch (Exception e) when (e is TimeoutException or ObjectDisposedException)
        {
            // The last draft is not saved. The fencing tokens of the leases protect the work of the other window.
        }
    }

    private async Task GoElsewhereAsync()
    {
        elsewhere = true;
        // Submits in progress continue in the background. The other window does not resume their items.
        await SaveDraftAsync(Active);
        panes.Clear();
        StateHasChanged();
    }

    /// <summary>Whether this is the labeler's only window on the queue. A window that does not respond is replaced.</summary>
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

    /// <summary>The labeler selected this window.</summary>
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
        if (opened && elsewhere && session is { } here && here.LabelerId == labelerId && here.WorkflowId == workflowId)
            Run(ContinueIfAloneAsync);
    }

    private async Task ContinueIfAloneAsync()
    {
        if (session is not { } here || !elsewhere || ended.IsCancellationRequested || panes.Count > 0)
            return;
        if (windows.TryEnter(here.LabelerId, here.WorkflowId, this) is null)
            await TryAsync(ResumeAsync, quietly: true);
    }

    /// <summary>Resumes the labeler's leases, and fills up from the queue.</summary>
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
        // Typed while another window had the item.
        foreach (var pane in panes.Where(p => p.Unsaved).ToList())
            await SaveDraftAsync(pane);
        await FillAsync();
        await RefreshCountsAsync();
        StateHasChanged();
    }

    /// <summary>The server is stopping: saves typed answers and pending submits, then stops all work.</summary>
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
        live.Dispose();
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

            if (script is { } module)
                await BrowserCalls.TryAsync(async () =>
                {
                    await module.InvokeVoidAsync("stop");
                    await module.DisposeAsync();
                });
        }
        catch (Exception e) when (statements.IsTransient(e))
        {
            // The leases end without a release.
            LabelingLog.PageFailed(logger, session?.WorkflowId ?? 0, e);
        }

        ended.Dispose();
    }
}
