using TriageConsole.Core.Gates;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Experiments;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Features.Releases.Registry;

namespace TriageConsole.Tests.Releases;

/// <summary>The actions of a release by state and role, and the reasons of disabled ones.</summary>
public sealed class ReleaseOffersTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly ReleaseRights Approver = new(1, Leads: false, Approves: true);
    private static readonly ReleaseRights Lead = new(2, Leads: true, Approves: false);
    private static readonly GateResult Passing = new(GateKind.DataPresent, "Data present", GateAnswer.Pass, "");
    private static readonly GateResult Open = new(
        GateKind.Signal,
        "Outcome",
        GateAnswer.NotEnoughEvidence,
        "",
        MoreUnits: 1200,
        MoreDays: 2.4
    );
    private static readonly GateResult Worse = new(GateKind.Guardrail, "Errors", GateAnswer.Fail, "", Value: 0.12, Threshold: 0.05);

    [Fact]
    public void Promote_OfACandidateWhoseGatesPass_IsEnabledForApproversAndDisabledWithTheReasonForLeads()
    {
        var row = Row(ReleaseState.Canary, Passing) with { Verdict = GateVerdict.Promote };
        Assert.Equal(new Offer(true), Offers(row, Approver).Promote);
        Assert.False(Offers(row, Approver).PromoteAnyway);
        Assert.Equal(
            (new Offer(true, ReleaseOffers.NeedsApprover), false, new Offer(true, ReleaseOffers.NeedsApprover)),
            (Offers(row, Lead).Promote, Offers(row, Lead).PromoteAnyway, Offers(row, Lead).RollBack)
        );
    }

    [Fact]
    public void Promote_OfACandidateWithAnOpenGate_NamesItAndAllowsAnOverride()
    {
        var offers = Offers(Row(ReleaseState.Canary, Passing, Open) with { Verdict = GateVerdict.Hold, Because = Open }, Approver);
        Assert.Equal("Outcome: ≈\u202F3 days more", offers.Promote.Missing);
        Assert.True(offers.PromoteAnyway);
        Assert.Equal(
            "Errors fails: +0.12, margin 0.05",
            Offers(Row(ReleaseState.Canary, Worse, Open) with { Verdict = GateVerdict.RollBack, Because = Worse }, Approver).Promote.Missing
        );
    }

    [Fact]
    public void Promote_WithAGateWithoutResult_NamesTheOpenGate()
    {
        var unasked = new GateResult(GateKind.SampleRatio, "SampleRatio", GateAnswer.NotEnoughEvidence, "Not evaluated.");
        var unstarted = new GateResult(GateKind.DataPresent, "Data present", GateAnswer.NotEnoughEvidence, "It has not been compared.");
        Assert.Equal(
            "Data present: no data",
            Offers(Row(ReleaseState.Evaluating, unstarted) with { Verdict = GateVerdict.Hold, Because = unasked }, Approver).Promote.Missing
        );
    }

    [Fact]
    public void Promote_WhereNoReasonIsAllowed_OffersNoOverride()
    {
        var gone = Row(ReleaseState.Canary, Passing) with
        {
            Verdict = GateVerdict.Promote,
            Parts = [new ReleasePart(ComponentKind.Model, "gpt", "5", 1, IsWithdrawn: true)],
        };
        Assert.Equal(("Model gpt 5 is withdrawn", false), (Offers(gone, Approver).Promote.Missing, Offers(gone, Approver).PromoteAnyway));
        var own = Row(ReleaseState.Canary, Passing) with { Verdict = GateVerdict.Promote, AuthorId = Approver.UserId };
        var fourEyes = ReleaseOffers.Of(own, List(new ReleasePolicy { NeedsTwoPeople = true }, own), Approver);
        Assert.Equal(("you created it: another person must promote it", false), (fourEyes.Promote.Missing, fourEyes.PromoteAnyway));
        Assert.Null(
            ReleaseOffers.Of(own, List(new ReleasePolicy { NeedsTwoPeople = true }, own), Approver with { UserId = 9 }).Promote.Missing
        );
    }

    [Fact]
    public void RollBack_OfTheLiveRelease_NeedsAnEarlierOne()
    {
        Assert.Equal(new Offer(true, "there is no earlier release"), Offers(Row(ReleaseState.Live), Approver).RollBack);
        Assert.Equal(new Offer(true), Offers(Row(ReleaseState.Live) with { RollbackTo = "answers-1" }, Approver).RollBack);
        Assert.Equal(new Offer(true), Offers(Row(ReleaseState.Shadow), Approver).RollBack);
        Assert.Equal(new Offer(true, "it gets no traffic"), Offers(Row(ReleaseState.Evaluating), Approver).RollBack);
        Assert.Equal(new Offer(true, ReleaseOffers.NeedsApprover), Offers(Row(ReleaseState.Shadow), Lead).RollBack);
    }

    [Fact]
    public void RollBack_OfASupersededRelease_ReturnsToIt_UnlessAComponentIsWithdrawn()
    {
        Assert.Equal(new Offer(true), Offers(Row(ReleaseState.Superseded), Approver).RollBack);
        var gone = Row(ReleaseState.Superseded) with { Parts = [new ReleasePart(ComponentKind.Model, "gpt", "5", 1, IsWithdrawn: true)] };
        Assert.Equal(new Offer(true, "Model gpt 5 is withdrawn"), Offers(gone, Approver).RollBack);
        var row = Row(ReleaseState.Superseded);
        Assert.Equal(new Offer(true, "no release is live"), ReleaseOffers.Of(row, List(new ReleasePolicy(), row), Approver).RollBack);
    }

    [Fact]
    public void Promote_WithAFailingAndAWaitingGate_NamesTheFailingOne()
    {
        var failing = new GateResult(GateKind.Signal, "Outcome", GateAnswer.Fail, "", Value: -1.2, Low: -2, High: -0.4);
        var waiting = new GateResult(GateKind.MinimumSample, "Minimum sample", GateAnswer.NotEnoughEvidence, "");
        var decision = GateDecision.Of([waiting, failing]);
        Assert.Equal(
            "Outcome fails: −1.2 (−2 to −0.4)",
            Offers(
                Row(ReleaseState.Canary, waiting, failing) with
                {
                    Verdict = decision.Verdict,
                    Because = decision.Because,
                },
                Approver
            ).Promote.Missing
        );
    }

    [Fact]
    public void Try_WithoutALiveReleaseOrDuringAnotherShadow_SaysWhyNot()
    {
        var row = Row(ReleaseState.Draft);
        Assert.Equal("no release is live to compare with", ReleaseOffers.Of(row, List(new ReleasePolicy(), row), Lead).Try.Missing);
        var live = Row(ReleaseState.Live) with { Id = 1, Name = "answers-1" };
        var shadow = new RunningExperiment(
            5,
            ExperimentKind.Shadow,
            Noon,
            "Lea",
            [new RunningArm(1, "answers-1", true, 1), new RunningArm(3, "answers-3", false, 0.1)]
        );
        Assert.Equal(new Offer(true), ReleaseOffers.Of(row, List(new ReleasePolicy(), row, live), Lead).Try);
        Assert.Equal(
            "answers-3 is in shadow: end the shadow first",
            ReleaseOffers.Of(row, List(new ReleasePolicy(), row, live) with { Experiment = shadow }, Lead).Try.Missing
        );
        Assert.Null(
            ReleaseOffers
                .Of(row with { Id = 3, State = ReleaseState.Shadow }, List(new ReleasePolicy(), live) with { Experiment = shadow }, Lead)
                .Try.Missing
        );
    }

    [Theory]
    [InlineData(ReleaseState.Draft, true, false, true, false)]
    [InlineData(ReleaseState.Evaluating, false, false, true, false)]
    [InlineData(ReleaseState.Live, false, false, false, false)]
    [InlineData(ReleaseState.RolledBack, false, true, false, true)]
    [InlineData(ReleaseState.Superseded, false, false, false, true)]
    [InlineData(ReleaseState.Rejected, false, false, false, true)]
    public void Offers_InEveryState_AreLegalTransitions(ReleaseState state, bool evaluate, bool takeUp, bool reject, bool copy)
    {
        var offers = Offers(Row(state), Lead);
        Assert.Equal((evaluate, takeUp, reject, copy), (offers.Evaluate, offers.Reopen, offers.Reject, offers.Copy));
        Assert.Equal(
            evaluate || takeUp,
            ReleaseTransition.IsLegal(state, ReleaseState.Evaluating) && state is ReleaseState.Draft or ReleaseState.RolledBack
        );
        Assert.Equal(reject, ReleaseTransition.IsLegal(state, ReleaseState.Rejected));
        Assert.Equal(
            Offers(Row(state) with { Verdict = GateVerdict.Promote }, Approver).Promote.IsOpen,
            ReleaseTransition.IsLegal(state, ReleaseState.Live) && state != ReleaseState.Superseded
        );
    }

    private static ReleaseOffers Offers(ReleaseRow row, ReleaseRights rights) =>
        ReleaseOffers.Of(row, List(new ReleasePolicy(), row, Row(ReleaseState.Live) with { Id = 77 }), rights);

    private static ReleaseList List(ReleasePolicy policy, params ReleaseRow[] rows) =>
        new(rows, null, null, [], policy, "resolved", "case", false);

    private static ReleaseRow Row(ReleaseState state, params GateResult[] gates) =>
        new(2, "answers-2", state, "Lea", 50, Noon, null, 1, [], gates, null, null, null, null, null, []);
}
