using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.Outcomes;

/// <summary>
/// The part of a version or a segment in the change of a mean outcome. Gain: positive is better. IsNew: it had no outcome in the week
/// before. Kind: the word for what it is, empty for a version.
/// </summary>
public sealed record WeekContributor(string Name, double Gain, bool IsNew, string Link = "", string Kind = "")
{
    /// <summary>
    /// Splits the change of the mean into parts that add up to it: what each group adds to the mean of this week minus what it added to
    /// the mean of the week before, both relative to the mean of the week before. The largest parts are first.
    /// </summary>
    internal static IReadOnlyList<WeekContributor> Of(
        IEnumerable<(string Name, OutcomeSums Before, OutcomeSums Now)> groups,
        bool lowerIsBetter
    )
    {
        var all = groups.ToList();
        var before = all.Aggregate(default(OutcomeSums), (sum, v) => sum + v.Before);
        var now = all.Aggregate(default(OutcomeSums), (sum, v) => sum + v.Now);
        if (before.Count == 0 || now.Count == 0)
            return [];
        var mean = before.Sum / before.Count;
        double Part(OutcomeSums own, OutcomeSums of) => (own.Sum - (own.Count * mean)) / of.Count;
        return
        [
            .. all.Where(v => v.Before.Count + v.Now.Count > 0)
                .Select(v => new WeekContributor(
                    v.Name,
                    (Part(v.Now, now) - Part(v.Before, before)) * (lowerIsBetter ? -1 : 1),
                    v.Before.Count == 0
                ))
                .OrderByDescending(c => Math.Abs(c.Gain))
                .ThenBy(c => c.Name, StringComparer.Ordinal),
        ];
    }
}
