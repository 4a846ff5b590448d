namespace TriageConsole.Features.Golden;

/// <summary>The problems of a golden item as its owner reads them.</summary>
internal static class GoldenWords
{
    private static readonly (GoldenTrouble Trouble, string Word, string Why)[] All =
    [
        (GoldenTrouble.Disputed, "disputed", "Most recent labelers answer differently. Check the expected answer."),
        (GoldenTrouble.Outdated, "outdated", "The rubric has changed the meaning of one of its questions. Set its answers again."),
        (GoldenTrouble.OwnerLeft, "owner left", "Its owner cannot sign in any more or has no role in the workflow. Assign another owner."),
        (GoldenTrouble.Stale, "due", "The review date is in the past. Check the answers and confirm."),
        (GoldenTrouble.Leaked, "seen too often", "Labelers may know this item. Confirm it to use it again, or retire it."),
    ];

    public static IEnumerable<(string Word, string Why)> Of(GoldenTrouble trouble) =>
        All.Where(a => trouble.HasFlag(a.Trouble)).Select(a => (a.Word, a.Why));
}
