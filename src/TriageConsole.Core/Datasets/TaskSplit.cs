using TriageConsole.Core.Routing;

namespace TriageConsole.Core.Datasets;

/// <summary>
/// Assigns tasks to splits. The split of a task depends only on the seed, the task and the shares, so that new tasks never move an old one,
/// and all items of a task are in the same split. Formula: u is SHA-256 of "task split", LF, seed, a zero byte and the task, as a fraction
/// (<see cref="StickyHash.Unit"/>), and the task is in the first split whose cumulated share is above u. The shares are those of tasks;
/// those of rows vary with the size of the tasks.
/// </summary>
public sealed class TaskSplit
{
    private const double Tolerance = 1e-9;

    private readonly string salt;
    private readonly (string Name, double End)[] ends;

    /// <summary>Checks and keeps the shares. Their order matters: another order moves tasks.</summary>
    /// <param name="seed">Any text; another seed gives an independent split.</param>
    /// <param name="shares">At least one split. The shares sum to 1 within 1e-9.</param>
    /// <exception cref="ArgumentException">A share is out of range, they do not sum to 1, or a name is empty or occurs twice.</exception>
    public TaskSplit(string seed, IReadOnlyList<SplitShare> shares)
    {
        // The prefix makes splits independent of other samples with the same seed: if the task is the item, a class limit with the same
        // numbers would keep nearly only items of the first split.
        salt = $"task split\n{seed}";
        foreach (var (name, share) in shares)
        {
            if (string.IsNullOrWhiteSpace(name))
                throw new ArgumentException("A split needs a name.", nameof(shares));
            if (share is not (> 0 and <= 1))
                throw new ArgumentException($"The share of '{name}' must be above 0 and at most 1.", nameof(shares));
        }

        if (shares.Select(s => s.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count() < shares.Count)
            throw new ArgumentException("The names of splits must be unique, regardless of case.", nameof(shares));
        var sum = shares.Sum(s => s.Share);
        if (Math.Abs(sum - 1) > Tolerance)
            throw new ArgumentException($"The shares must sum to 1, not {CanonicalJson.Number(sum)}.", nameof(shares));
        ends = new (string, double)[shares.Count];
        var end = 0.0;
        for (var n = 0; n < ends.Length; n++)
            ends[n] = (shares[n].Name, end += shares[n].Share);
    }

    /// <summary>The split of a task.</summary>
    public string Of(string taskKey)
    {
        var u = StickyHash.Unit(salt, taskKey);
        foreach (var (name, end) in ends)
            if (u < end)
                return name;
        // The sum of the shares can be slightly below 1.
        return ends[^1].Name;
    }
}
