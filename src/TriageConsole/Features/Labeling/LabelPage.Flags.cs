using TriageConsole.Features.Labeling.Flags;

namespace TriageConsole.Features.Labeling;

/// <summary>Flags of the item on screen, and replies of leads.</summary>
public sealed partial class LabelPage
{
    /// <summary>The pane whose flag was the last action.</summary>
    private Pane? flaggedLast;

    /// <summary>Messages of leads that the labeler has not seen.</summary>
    private int replies;

    private async Task FlagAsync(GivenFlag given)
    {
        var pane = Active;
        CloseSheet();
        if (pane is null || session is null)
            return;
        await TryAsync(async () =>
        {
            var access = await person.GetAsync(Closing);
            var flagged = await flags.FlagAsync(access, session, pane.Item.Lease, given.Kind, given.Note, Closing);
            if (flagged.Ok)
            {
                flaggedLast = pane;
                pane.SetFlag(true);
            }

            Toast(flagged.Message);
        });
    }

    private async Task UnflagAsync(Pane flagged, LabelingSession here)
    {
        var unflagged = await flags.UnflagAsync(await person.GetAsync(Closing), here, flagged.Item.Lease, Closing);
        flaggedLast = null;
        flagged.SetFlag(!unflagged.Ok);
        Toast(unflagged.Message);
    }

    private async Task RefreshRepliesAsync()
    {
        replies = await flags.UnseenAsync(await person.GetAsync(Closing), Closing);
        status?.SetReplies(replies);
    }
}
