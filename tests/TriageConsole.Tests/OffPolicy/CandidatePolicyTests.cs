using TriageConsole.Data.Releases;
using TriageConsole.Features.OffPolicy;

namespace TriageConsole.Tests.OffPolicy;

/// <summary>The text of a policy, and the form for it.</summary>
public sealed class CandidatePolicyTests
{
    [Fact]
    public void Parse_ReadsSharesAndSegments_AndWritesThemBack()
    {
        var policy = CandidatePolicy.Parse(CandidatePolicy.Example).Value;
        Assert.Equal((0.2, 0.8, 0.0), (policy.Of(null, "v1"), policy.Of("basic", "v2"), policy.Of(null, "v3")));
        Assert.Equal((1.0, 0.0), (policy.Of("gold", "v1"), policy.Of("gold", "v2")));
        var again = CandidatePolicy.Parse(policy.ToJson()).Value;
        Assert.Equal(policy.ToJson(), again.ToJson());
    }

    [Fact]
    public void Parse_ScalesRoundedShares()
    {
        var policy = CandidatePolicy.Parse("""{"shares":{"a":0.333,"b":0.333,"c":0.333}}""").Value;
        Assert.Equal(1, policy.Shares.Values.Sum(), 1e-12);
        Assert.Equal(1.0 / 3, policy.Of(null, "a"), 1e-12);
    }

    [Theory]
    [InlineData(null, "policy is missing")]
    [InlineData(" ", "policy is missing")]
    [InlineData("v1=0.5", "not valid JSON")]
    [InlineData("""{"shares":{"\ud800":1}}""", "not valid JSON")]
    [InlineData("[]", "not an object")]
    [InlineData("{}", "has no shares")]
    [InlineData("""{"share":{"v1":1}}""", "no field 'share'")]
    [InlineData("""{"shares":{}}""", "The shares of the policy add up to 0.")]
    [InlineData("""{"shares":{"v1":0.5}}""", "add up to 0.5.")]
    [InlineData("""{"shares":{"v1":-0.5,"v2":1}}""", "'v1' in the policy is not a number from 0 to 1")]
    [InlineData("""{"shares":{"v1":1e999}}""", "not a number from 0 to 1")]
    [InlineData("""{"shares":{"v1":"1"}}""", "not a number from 0 to 1")]
    [InlineData("""{"shares":{"v1":1,"v1":0}}""", "names 'v1' twice")]
    [InlineData("""{"shares":{"v1":1},"segments":[]}""", "segments is not an object")]
    [InlineData("""{"shares":{"v1":1},"segments":{"gold":1}}""", "segment 'gold' are not an object")]
    [InlineData("""{"shares":{"v1":1},"segments":{"gold":{"v2":0.4}}}""", "segment 'gold' add up to 0.4.")]
    [InlineData("""{"shares":{"v1":1},"segments":{"gold":{"v2":1},"gold":{"v1":1}}}""", "segment 'gold' twice")]
    public void Parse_SaysWhatIsWrong(string? text, string words)
    {
        var policy = CandidatePolicy.Parse(text);
        Assert.False(policy.Ok);
        Assert.Contains(words, policy.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_LongText_IsRefused() =>
        Assert.Contains("longer than", CandidatePolicy.Parse(new string('x', 5000)).Message, StringComparison.Ordinal);

    [Fact]
    public void Form_StartsWithTheSharesOfTheExperiment_AndReadsItsPercentages()
    {
        var form = PolicyForm.Of(Experiment, null);
        Assert.Equal(["v1", "v2"], form.Releases);
        Assert.Equal([70.0, 30.0], form.Rows.Single().Percents.AsEnumerable());
        form.AddSegment();
        Assert.Contains("Enter the name", form.Read().Message, StringComparison.Ordinal);
        form.Rows[1].Segment = " gold ";
        (form.Rows[1].Percents[0], form.Rows[1].Percents[1]) = (0, 100);
        var policy = form.Read().Value;
        Assert.Equal((0.7, 1.0), (Math.Round(policy.Of("basic", "v1"), 9), policy.Of("gold", "v2")));
        form.Rows[1].Percents[1] = 90;
        Assert.Contains("segment 'gold' add up to 90 %", form.Read().Message, StringComparison.Ordinal);
        form.Rows[1].Percents[1] = double.NaN;
        Assert.Contains("not between 0 and 100 %", form.Read().Message, StringComparison.Ordinal);
        form.Rows.RemoveAt(1);
        form.AddSegment();
        form.Rows[1].Segment = "gold";
        form.AddSegment();
        form.Rows[2].Segment = "gold";
        Assert.Contains("named twice", form.Read().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Form_ShowsThePolicyOfAnAddress_WithReleasesThatItNames()
    {
        var policy = CandidatePolicy.Parse("""{"shares":{"v1":0.5,"v3":0.5},"segments":{"gold":{"v2":1}}}""").Value;
        var form = PolicyForm.Of(Experiment, policy);
        Assert.Equal(["v1", "v2", "v3"], form.Releases);
        Assert.Equal([50.0, 0.0, 50.0], form.Rows[0].Percents.AsEnumerable());
        Assert.Equal(("gold", 100.0), (form.Rows[1].Segment, form.Rows[1].Percents[1]));
        Assert.Equal(policy.ToJson(), form.Read().Value.ToJson());
    }

    private static PolicyExperiment Experiment =>
        new(
            1,
            ExperimentKind.Split,
            DateTimeOffset.UnixEpoch,
            null,
            [new PolicyExperimentArm("v1", 0.7, true), new PolicyExperimentArm("v2", 0.3, false)]
        );
}
