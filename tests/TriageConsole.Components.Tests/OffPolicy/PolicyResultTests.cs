using TriageConsole.Core.Common;
using TriageConsole.Core.OffPolicy;
using TriageConsole.Data.Releases;
using TriageConsole.Features.OffPolicy;
using static TriageConsole.Components.Tests.Releases.ReleaseSamples;

namespace TriageConsole.Components.Tests.OffPolicy;

/// <summary>What the page shows of an estimate, and the canary that it proposes.</summary>
public sealed class PolicyResultTests : ComponentTest
{
    private const string Mostly2 = """{"shares":{"answers-1":0.2,"answers-2":0.8}}""";

    [Fact]
    public void Estimate_ShowsEveryEstimator_TheWeightsAndTheReleases()
    {
        var page = Open(Estimate(Log(400)));
        var rows = page.FindAll("tbody")[0]
            .QuerySelectorAll("tr")
            .Select(r => r.QuerySelectorAll("td").Select(c => Flat(c.TextContent)).ToList())
            .ToList();
        Assert.Equal(6, rows.Count);
        // Weights of 1.6 on 0.75 and of 0.4 on 0.5: (0.8·0.75 + 0.2·0.5).
        Assert.Equal("IPS", rows[0][0]);
        Assert.StartsWith("70 % (", rows[0][1], StringComparison.Ordinal);
        Assert.Equal(("Direct method", "70 %", "+7.5 pp"), (rows[3][0], rows[3][1], rows[3][2]));
        Assert.StartsWith("no interval", rows[3][3], StringComparison.Ordinal);
        Assert.Equal("Doubly robust", page.Find("tbody b").TextContent);
        Assert.Contains("better than the log", page.Find(".chip.ok").TextContent, StringComparison.Ordinal);
        var text = Flat(page.Markup);
        Assert.Contains("Effective sample size", text, StringComparison.Ordinal);
        Assert.Contains("400 units used.", Flat(page.Find(".policy-counts").TextContent), StringComparison.Ordinal);
        Assert.Equal(["answers-1", "answers-2"], page.FindAll("td bdi").Select(b => b.TextContent));
    }

    [Fact]
    public void Estimate_OfOutcomesOtherThanYesOrNo_HasNumbers()
    {
        var cells = Open(Estimate(Log(400), isShare: false)).FindAll("tbody")[0].QuerySelectorAll("tr")[3].QuerySelectorAll("td");
        Assert.Equal(["0.7", "+0.075"], cells.Skip(1).Take(2).Select(c => Flat(c.TextContent)));
    }

    [Fact]
    public void Refusal_HasItsReasons_AndNoFigures()
    {
        var page = Open(Estimate(Log(40)));
        Assert.Contains("no estimate", page.Find(".chip.warn").TextContent, StringComparison.Ordinal);
        Assert.Contains("The effective sample size is", page.Find(".mud-alert li").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Doubly robust", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_NameWhatIsEstimatedLeftOutAndMixed()
    {
        var units = Log(400)
            .Select((u, n) => n < 100 ? u with { IsEstimated = true } : u)
            .Append(default(LoggedUnit) with { IsMixed = true });
        var page = Open(Estimate(units) with { MeasuredOnly = OffPolicyEvaluation.Of(Log(300)), Pending = 7, IsComplete = false });
        var counts = page.FindAll(".policy-counts li").Select(i => Flat(i.TextContent)).ToList();
        Assert.Contains(counts, c => c.StartsWith("25 % of them (100) have an outcome that is estimated", StringComparison.Ordinal));
        Assert.Contains(counts, c => c.StartsWith("7 units are left out", StringComparison.Ordinal));
        Assert.Contains(counts, c => c.StartsWith("1 unit is excluded because several releases", StringComparison.Ordinal));
        Assert.Contains(counts, c => c.StartsWith("Only the first 50", StringComparison.Ordinal));
        Assert.Contains("Measured outcomes only", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_AreText()
    {
        const string Name = "<img src=x onerror=alert(1)>";
        var estimate = Estimate(Log(400)) with { Arms = [new PolicyArm(Name, 400, 400, new Interval(0.5, null, null), 1, 1)] };
        var page = Open(estimate);
        Assert.Empty(page.FindAll("img"));
        Assert.Equal(Name, page.Find("td bdi").TextContent);
    }

    [Fact]
    public void Proposal_IsACanaryOfTheCandidates_AndLiveKeepsATenth()
    {
        var list = List(Row(1, "answers-1", ReleaseState.Live), Row(2, "answers-2", ReleaseState.Draft));
        var proposal = PolicyProposal.Of(Estimate(Log(400)), list);
        Assert.Equal((2L, 0.8), (proposal.First!.Id, proposal.Shares.Single().Share));
        Assert.Empty(proposal.Notes);
        var all = PolicyProposal.Of(Estimate(Log(400)) with { Arms = [Arm("answers-2", 1)] }, list);
        Assert.Equal(0.9, all.Shares.Single().Share);
        Assert.Contains("answers-1 keeps 10 %", all.Notes.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Proposal_WithoutACandidate_SaysWhy()
    {
        var list = List(Row(1, "answers-1", ReleaseState.Live), Row(2, "answers-2", ReleaseState.Rejected));
        var proposal = PolicyProposal.Of(Estimate(Log(400)), list);
        Assert.Null(proposal.First);
        Assert.Contains("answers-2 is rejected and cannot be a candidate", proposal.Notes[0], StringComparison.Ordinal);
        Assert.Contains("nothing to try", proposal.Notes[^1], StringComparison.Ordinal);
        Assert.Contains(
            "No release is live",
            PolicyProposal.Of(Estimate(Log(400)), List(Row(2, "answers-2", ReleaseState.Draft))).Notes.Single(),
            StringComparison.Ordinal
        );
    }

    private IRenderedComponent<PolicyResult> Open(PolicyEstimate estimate) => Render<PolicyResult>(p => p.Add(r => r.Estimate, estimate));

    private static PolicyArm Arm(string release, double share) => new(release, 200, 200, new Interval(0.5, 0.4, 0.6), 0.5, share);

    private static PolicyEstimate Estimate(IEnumerable<LoggedUnit> log, bool isShare = true)
    {
        var report = OffPolicyEvaluation.Of(log, isShare: isShare);
        return new PolicyEstimate(
            "support.chat",
            new PolicyExperiment(
                5,
                ExperimentKind.Split,
                Noon,
                null,
                [new PolicyExperimentArm("answers-1", 0.5, true), new PolicyExperimentArm("answers-2", 0.5, false)]
            ),
            "resolved",
            null,
            false,
            CandidatePolicy.Parse(Mostly2).Value,
            PolicyEstimate.VerdictOf(report, lowerIsBetter: false),
            report,
            null,
            0,
            true,
            [Arm("answers-1", 0.2), Arm("answers-2", 0.8)]
        );
    }

    /// <summary>Half of the units with each release: 0.5 resolved with the first and 0.75 with the second. The model knows it.</summary>
    private static IEnumerable<LoggedUnit> Log(int units) =>
        Enumerable
            .Range(0, units)
            .Select(n =>
                n % 2 == 0
                    ? new LoggedUnit(0.5, 0.2, n % 4 == 0 ? 1 : 0, new OutcomePrediction(0.5, 0.7))
                    : new LoggedUnit(0.5, 0.8, n % 8 != 1 ? 1 : 0, new OutcomePrediction(0.75, 0.7))
            );

    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
