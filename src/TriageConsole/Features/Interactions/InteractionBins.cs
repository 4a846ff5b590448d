namespace TriageConsole.Features.Interactions;

/// <summary>Chooses the steps of a histogram over time: as fine as its range and the number of interactions allow. Pure.</summary>
internal static class InteractionBins
{
    private const int MaxBins = 48;

    /// <summary>The average number of interactions of a step below which steps are too fine.</summary>
    private const int EnoughPerBin = 3;

    private const int MinBins = 8;

    private static readonly TimeSpan[] Steps =
    [
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(15),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(3),
        TimeSpan.FromHours(6),
        TimeSpan.FromDays(1),
        TimeSpan.FromDays(2),
        TimeSpan.FromDays(7),
        TimeSpan.FromDays(28),
        TimeSpan.FromDays(91),
        TimeSpan.FromDays(364),
    ];

    public static IReadOnlyList<InteractionBin> Of(IReadOnlyList<(DateTimeOffset At, bool NeedsReview)> times)
    {
        if (times.Count == 0)
            return [];
        var (first, last) = (times.Min(t => t.At), times.Max(t => t.At));
        var step = Step(last - first, times.Count);
        var start = Floor(first, step);
        var counts = new (int All, int Review)[(int)((last.UtcTicks - start.UtcTicks) / step.Ticks) + 1];
        foreach (var (at, needsReview) in times)
        {
            ref var bin = ref counts[(at.UtcTicks - start.UtcTicks) / step.Ticks];
            bin = (bin.All + 1, bin.Review + (needsReview ? 1 : 0));
        }

        return [.. counts.Select((c, n) => new InteractionBin(start + (n * step), start + ((n + 1) * step), c.All, c.Review))];
    }

    private static TimeSpan Step(TimeSpan range, int count)
    {
        var bins = Math.Clamp(count / EnoughPerBin, MinBins, MaxBins);
        foreach (var step in Steps)
            if (range.Ticks / step.Ticks < bins)
                return step;
        return Steps[^1] * (1 + (range.Ticks / Steps[^1].Ticks / bins));
    }

    private static DateTimeOffset Floor(DateTimeOffset time, TimeSpan step) =>
        new(time.UtcTicks - (time.UtcTicks % step.Ticks), TimeSpan.Zero);
}
