using TriageConsole.Core.Common;

namespace TriageConsole.Features.Patterns;

/// <summary>
/// Five-minute windows combined to bins that fit the traffic: as short as possible, with enough interactions for a rate on average.
/// </summary>
internal sealed record WindowBins(IReadOnlyList<WindowBin> Bins, int Minutes)
{
    private const int MaxBins = 200;
    private static readonly int[] Lengths = [5, 10, 15, 30, 60, 120, 180, 360, 720, 1440];
    private static readonly string[] Severities = ["monitor", "medium", "high"];

    /// <summary>The length of a bin in words.</summary>
    public string Words =>
        Minutes switch
        {
            60 => "hour",
            1440 => "day",
            > 60 => $"{Minutes / 60} hours",
            _ => $"{Minutes} minutes",
        };

    /// <param name="windows">Windows with interactions.</param>
    /// <param name="from">The start of the chart.</param>
    /// <param name="to">The end of the chart.</param>
    /// <param name="enough">The average number of interactions of a bin.</param>
    public static WindowBins Of(IReadOnlyList<WindowRow> windows, DateTimeOffset from, DateTimeOffset to, int enough)
    {
        foreach (var minutes in Lengths)
        {
            if ((to - from).TotalMinutes / minutes > MaxBins)
                continue;
            var bins = Combine(windows, minutes);
            if (bins.Count <= 1 || windows.Sum(w => w.Events) >= (long)enough * bins.Count)
                return new WindowBins(bins, minutes);
        }

        return new WindowBins(Combine(windows, Lengths[^1]), Lengths[^1]);
    }

    private static List<WindowBin> Combine(IReadOnlyList<WindowRow> windows, int minutes) =>
        [
            .. windows
                .GroupBy(w => TimeWindow.Floor(w.Start, minutes))
                .OrderBy(g => g.Key)
                .Select(g => new WindowBin(
                    g.Key,
                    g.Key.AddMinutes(minutes),
                    g.Sum(w => w.Events),
                    g.Sum(w => w.Negatives),
                    Severities[g.Max(w => Math.Max(0, Array.IndexOf(Severities, w.Severity)))]
                )),
        ];
}
