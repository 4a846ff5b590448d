using TriageConsole.Core.OffPolicy;

namespace TriageConsole.Features.OffPolicy;

/// <summary>The log of an experiment as the calculation reads it, for one candidate policy. It does not use the database.</summary>
internal static class PolicyLog
{
    /// <summary>The outcome model of a unit has seen the rewards of all other parts, but not of its own.</summary>
    private const int Parts = 5;

    /// <summary>Evaluates the policy with the units that have a reward.</summary>
    public static OffPolicyReport Evaluate(IEnumerable<DecisionUnit> units, CandidatePolicy policy, IReadOnlyList<string> releases)
    {
        var rewarded = units.Where(u => u.IsMixed || u.Reward is not null).ToList();
        var models = Models([.. rewarded.Where(u => !u.IsMixed)]);
        var number = 0;
        return OffPolicyEvaluation.Of(
            rewarded.Select(u => new LoggedUnit(
                u.Propensity,
                policy.Of(u.Segment, u.Release),
                u.Reward ?? 0,
                u.IsMixed ? null : Predict(models[number++ % Parts], u, policy, releases),
                u.IsMixed,
                u.Measured is null
            )),
            isShare: rewarded.Exists(u => u.IsYesNo) && rewarded.TrueForAll(u => u.IsYesNo || u.Measured is null)
        );
    }

    private static ShrunkenMeans<(string Release, string? Segment)>[] Models(List<DecisionUnit> units) =>
        [
            .. Enumerable
                .Range(0, Parts)
                .Select(part => new ShrunkenMeans<(string Release, string? Segment)>(
                    units.Where((_, n) => n % Parts != part).Select(u => ((u.Release, u.Segment), u.Reward!.Value))
                )),
        ];

    private static OutcomePrediction? Predict(
        ShrunkenMeans<(string Release, string? Segment)> model,
        DecisionUnit unit,
        CandidatePolicy policy,
        IReadOnlyList<string> releases
    )
    {
        if (model.Of((unit.Release, unit.Segment)) is not { } logged)
            return null;
        var target = releases.Sum(release => policy.Of(unit.Segment, release) * model.Of((release, unit.Segment))!.Value);
        return new OutcomePrediction(logged, target);
    }
}
