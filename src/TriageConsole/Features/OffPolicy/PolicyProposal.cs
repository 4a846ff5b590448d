using TriageConsole.Features.Releases;
using TriageConsole.Features.Releases.Experiments;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Features.Releases.Registry;

namespace TriageConsole.Features.OffPolicy;

/// <summary>The canary that would try a policy now. A person starts it, and measured outcomes decide.</summary>
/// <param name="First">The candidate with the largest share, whose dialog opens; null if no canary is possible.</param>
/// <param name="Shares">All candidates with their shares.</param>
/// <param name="Notes">How the canary differs from the policy, or why there is none.</param>
internal sealed record PolicyProposal(ReleaseRow? First, IReadOnlyList<CandidateShare> Shares, IReadOnlyList<string> Notes)
{
    /// <summary>The live release keeps at least a tenth in a canary, for the comparison.</summary>
    private const double MaxShare = 0.9;

    private const double MinShare = 0.01;

    public static PolicyProposal Of(PolicyEstimate estimate, ReleaseList list)
    {
        if (list.Live is not { } live)
            return new PolicyProposal(null, [], ["No release is live to compare with, so no canary is possible."]);
        List<string> notes = [];
        List<(ReleaseRow Row, double Share)> candidates = [];
        foreach (var arm in estimate.Arms.Where(a => a.PolicyShare > 0 && a.Release != live.Name))
            if (list.Releases.FirstOrDefault(r => r.Name == arm.Release) is not { } row)
                notes.Add($"{arm.Release} is not a release of this workflow, so it gets no share.");
            else if (!ReleaseMoves.IsCandidate(row.State))
                notes.Add($"{row.Name} is {row.State.Words()} and cannot be a candidate, so it gets no share.");
            else if (arm.PolicyShare < MinShare)
                notes.Add($"{row.Name} would get less than 1 % of the units, so it gets no share.");
            else
                candidates.Add((row, arm.PolicyShare));
        if (candidates.Count == 0)
            return new PolicyProposal(null, [], [.. notes, "The policy gives no share to a candidate, so there is nothing to try."]);
        if (estimate.Policy.Segments.Count > 0)
            notes.Add("A canary has the same shares in all segments. These are the means over the units of the log.");
        var sum = candidates.Sum(c => c.Share);
        if (sum > MaxShare)
            notes.Add($"{live.Name} keeps 10 % for the comparison, so the shares of the candidates are scaled to 90 %.");
        var scale = sum > MaxShare ? MaxShare / sum : 1;
        return new PolicyProposal(
            candidates.MaxBy(c => c.Share).Row,
            [.. candidates.Select(c => new CandidateShare(c.Row.Id, Rounded(c.Share * scale)))],
            notes
        );
    }

    /// <summary>Down to a hundredth of a percent, so that the shares stay within the limit together.</summary>
    private static double Rounded(double share) => Math.Max(MinShare, Math.Floor((share * 10_000) + 1e-6) / 10_000);
}
