namespace TriageConsole.Features.Labeling;

/// <summary>Skips, and undoing of the last action.</summary>
public sealed partial class LabelPage
{
    /// <summary>What was answered on items before they were skipped, by assignment, for an undo.</summary>
    private readonly Dictionary<long, (IReadOnlyDictionary<string, string> Answers, int ElapsedMs)> skipped = [];

    private void Skip(string reason)
    {
        var pane = Active;
        CloseSheet();
        if (pane is null || session is null)
            return;
        var where = session;
        // A skip deletes the draft.
        if (pane.Answers.Count > 0)
            skipped[pane.Item.AssignmentId] = (pane.Answers, pane.Elapsed(time.GetUtcNow()));
        Turn(pane);
        outbox.Put(
            pane.Item.AssignmentId,
            async () => await labeling.SkipAsync(await person.GetAsync(), where, pane.Item.Lease, reason),
            result =>
                Run(() =>
                {
                    if (!result.Ok)
                        Toast(result.Message);
                    return RefreshAsync();
                })
        );
        FillSoon();
    }

    private async Task UndoAsync()
    {
        if (session is null || undoing || elsewhere)
            return;
        if (outbox.Delayed)
        {
            Toast("Your last answers are being sent. You can undo after they are saved.");
            return;
        }

        undoing = true;
        await TryAsync(async () =>
        {
            await outbox.Idle.WaitAsync(TimeSpan.FromSeconds(10), time, Closing);
            await SaveDraftAsync(Active);
            if (flaggedLast is { } flagged && flagged == Active)
            {
                await UnflagAsync(flagged, session);
                return;
            }

            var undone = await labeling.UndoAsync(await person.GetAsync(Closing), session, Closing);
            if (undone is { Ok: true, Value: { } item })
                await ShowAgainAsync(item, session);
            // A skip was not counted as a label.
            await RefreshCountsAsync();
            Toast(undone.Message);
        });
        undoing = false;
    }

    /// <summary>Shows an item whose submit or skip was withdrawn, with its answers.</summary>
    private async Task ShowAgainAsync(LabelingItem item, LabelingSession here)
    {
        if (!skipped.Remove(item.AssignmentId, out var before))
        {
            Insert(NewPane(item, here));
            return;
        }

        var pane = NewPane(item with { Draft = before.Answers, ElapsedMs = before.ElapsedMs }, here);
        pane.Unsaved = true;
        Insert(pane);
        await SaveDraftAsync(pane);
    }
}
