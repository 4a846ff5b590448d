namespace TriageConsole.Features.Golden;

/// <summary>What is wrong with a golden item, as its owner reads it.</summary>
internal static class GoldenWords
{
    private static readonly (GoldenTrouble Trouble, string Word, string Why)[] All =
    [
        (GoldenTrouble.Disputed, "disputed", "Recent labelers mostly say something else: look whether the expected answer is right."),
        (GoldenTrouble.Outdated, "outdated", "A question it answers means something else in the rubric of today: set its answers again."),
        (GoldenTrouble.OwnerLeft, "owner left", "Its owner can no longer sign in or has no role here: give it to somebody."),
        (GoldenTrouble.Stale, "due", "Its refresh date is past: look at it and confirm."),
        (GoldenTrouble.Leaked, "seen too often", "Labelers may know it by now: confirm it to use it again, or retire it."),
    ];

    public static IEnumerable<(string Word, string Why)> Of(GoldenTrouble trouble) =>
        All.Where(a => trouble.HasFlag(a.Trouble)).Select(a => (a.Word, a.Why));
}
