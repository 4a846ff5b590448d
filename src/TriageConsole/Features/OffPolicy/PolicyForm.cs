using System.Globalization;
using TriageConsole.Core.Common;

namespace TriageConsole.Features.OffPolicy;

/// <summary>The policy that a person enters, in percent: one row for all units, and rows for segments with shares of their own.</summary>
internal sealed class PolicyForm
{
    private PolicyForm(IReadOnlyList<string> releases, List<PolicyFormRow> rows) => (Releases, Rows) = (releases, rows);

    public IReadOnlyList<string> Releases { get; }

    /// <summary>The first row is for all units without a row of their own.</summary>
    public List<PolicyFormRow> Rows { get; }

    /// <summary>Starts with the policy of an address, or else with the shares of the experiment.</summary>
    public static PolicyForm Of(PolicyExperiment experiment, CandidatePolicy? policy)
    {
        var named = policy is null ? [] : policy.Segments.Values.Prepend(policy.Shares).SelectMany(s => s.Keys);
        List<string> releases =
        [
            .. experiment.Arms.Select(a => a.Release).Union(named.Order(StringComparer.Ordinal), StringComparer.Ordinal),
        ];
        if (policy is null)
            return new PolicyForm(releases, [Row("", r => experiment.Arms.Where(a => a.Release == r).Sum(a => a.Share))]);
        return new PolicyForm(
            releases,
            [
                Row("", r => policy.Shares.GetValueOrDefault(r)),
                .. policy.Segments.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => Row(s.Key, r => s.Value.GetValueOrDefault(r))),
            ]
        );

        PolicyFormRow Row(string segment, Func<string, double> share) =>
            new(segment, [.. releases.Select(r => Math.Round(100 * share(r), 4))]);
    }

    public void AddSegment() => Rows.Add(new PolicyFormRow("", [.. Rows[0].Percents]));

    /// <summary>The policy, or what is wrong with it. The policy of a segment without a name is refused.</summary>
    public Result<CandidatePolicy> Read()
    {
        var segments = new Dictionary<string, IReadOnlyDictionary<string, double>>(StringComparer.Ordinal);
        foreach (var row in Rows)
        {
            var name = row.Segment.Trim();
            var where = row == Rows[0] ? "all units" : $"segment '{name}'";
            if (row != Rows[0] && name.Length == 0)
                return Error.Invalid("Enter the name of each segment, or remove it.");
            if (Array.Exists(row.Percents, p => p is not (>= 0 and <= 100)))
                return Error.Invalid($"A share for {where} is not between 0 and 100 %.");
            var sum = row.Percents.Sum();
            if (Math.Abs(sum - 100) > 0.5)
                return Error.Invalid(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The shares for {where} add up to {sum:0.##} %. They must add up to 100 %."
                    )
                );
            var shares = Releases.Zip(row.Percents).Where(s => s.Second > 0).ToDictionary(s => s.First, s => s.Second / sum);
            if (!segments.TryAdd(row == Rows[0] ? "" : name, shares))
                return Error.Invalid($"The {where} is named twice.");
        }

        segments.Remove("", out var all);
        return Result.Done("", new CandidatePolicy(all!, segments));
    }
}
