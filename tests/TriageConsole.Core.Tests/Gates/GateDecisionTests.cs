using System.Reflection;
using System.Text.Json;
using TriageConsole.Core.Gates;

namespace TriageConsole.Core.Tests.Gates;

/// <summary>Includes known mistakes of delivery tools: a mismatch that hides a regression, and missing data that passes.</summary>
public sealed class GateDecisionTests
{
    private static GateResult Gate(GateKind kind, GateAnswer answer, string name = "") => new(kind, name, answer, "");

    private static List<GateResult> AllPass() => [.. Enum.GetValues<GateKind>().Select(kind => Gate(kind, GateAnswer.Pass))];

    [Fact]
    public void Of_AllGatesPass_Promotes()
    {
        Assert.Equal(new GateDecision(GateVerdict.Promote, null), GateDecision.Of(AllPass()));
        Assert.Equal(GateVerdict.Promote, GateDecision.Of(AllPass(), Enum.GetValues<GateKind>()).Verdict);
    }

    [Fact]
    public void Of_NoResults_Holds()
    {
        Assert.Equal(new GateDecision(GateVerdict.Hold, null), GateDecision.Of([]));
        Assert.Equal((GateVerdict.Hold, GateKind.SampleRatio), Decided(GateDecision.Of([], [GateKind.Signal, GateKind.SampleRatio])));
    }

    [Fact]
    public void Of_MissingRequiredGate_Holds()
    {
        var results = AllPass().Where(r => r.Kind != GateKind.Signal).ToList();
        Assert.Equal(GateVerdict.Promote, GateDecision.Of(results).Verdict);
        var decision = GateDecision.Of(results, Enum.GetValues<GateKind>());
        Assert.Equal((GateVerdict.Hold, GateKind.Signal), Decided(decision));
        Assert.Equal(GateAnswer.NotEnoughEvidence, decision.Because!.Answer);
    }

    [Theory]
    [InlineData(GateAnswer.Fail)]
    [InlineData(GateAnswer.NotEnoughEvidence)]
    public void Of_GateThatDoesNotPass_HoldsByTheFirstInOrder(GateAnswer answer)
    {
        foreach (var kind in Enum.GetValues<GateKind>().Where(k => (k, answer) != (GateKind.Guardrail, GateAnswer.Fail)))
        {
            var results = AllPass().Select(r => r.Kind >= kind ? r with { Answer = answer } : r).Reverse().ToList();
            Assert.Equal((GateVerdict.Hold, kind), Decided(GateDecision.Of(results)));
        }
    }

    [Fact]
    public void Of_SampleRatioFails_DoesNotHideAFailingGuardrail()
    {
        List<GateResult> results =
        [
            Gate(GateKind.SampleRatio, GateAnswer.Fail),
            Gate(GateKind.DataPresent, GateAnswer.NotEnoughEvidence),
            Gate(GateKind.Guardrail, GateAnswer.Pass, "cost"),
            Gate(GateKind.Guardrail, GateAnswer.NotEnoughEvidence, "latency"),
            Gate(GateKind.Guardrail, GateAnswer.Fail, "safety"),
        ];
        var decision = GateDecision.Of(results, Enum.GetValues<GateKind>());
        Assert.Equal((GateVerdict.RollBack, "safety"), (decision.Verdict, decision.Because!.Name));
    }

    /// <summary>A gate that fails without a regression holds: only guardrails remove traffic.</summary>
    [Fact]
    public void Of_FailingSignal_HoldsAndDoesNotRollBack() =>
        Assert.Equal(
            (GateVerdict.Hold, GateKind.Signal),
            Decided(GateDecision.Of([.. AllPass().Where(r => r.Kind != GateKind.Signal), Gate(GateKind.Signal, GateAnswer.Fail)]))
        );

    [Fact]
    public void Of_AFailingGateBehindAWaitingOne_NamesTheFailingOne()
    {
        List<GateResult> results =
        [
            Gate(GateKind.Guardrail, GateAnswer.NotEnoughEvidence, "latency"),
            Gate(GateKind.MinimumSample, GateAnswer.NotEnoughEvidence),
            Gate(GateKind.Signal, GateAnswer.Fail),
            Gate(GateKind.GoldenSet, GateAnswer.Fail),
            Gate(GateKind.Components, GateAnswer.Pass),
        ];
        Assert.Equal((GateVerdict.Hold, GateKind.Signal), Decided(GateDecision.Of(results, Enum.GetValues<GateKind>())));
        Assert.Equal(
            [GateKind.Signal, GateKind.GoldenSet, GateKind.Guardrail, GateKind.MinimumSample, GateKind.Components],
            results.WorstFirst().Select(g => g.Kind)
        );
    }

    [Fact]
    public void GateKind_HasTheDocumentedPrecedence() =>
        Assert.Equal(
            [
                "Guardrail",
                "SampleRatio",
                "SharedUnits",
                "DataPresent",
                "MinimumSample",
                "Signal",
                "OfflineEvaluation",
                "GoldenSet",
                "Judges",
                "Components",
                "Approval",
            ],
            Enum.GetNames<GateKind>()
        );

    /// <summary>In one tool, the timer of a step disabled its guardrails. Gates here have no parameter for time.</summary>
    [Fact]
    public void Gates_DoNotDependOnTime()
    {
        Type[] times = [typeof(TimeSpan), typeof(DateTimeOffset), typeof(DateTime), typeof(DateOnly), typeof(TimeProvider)];
        var methods = typeof(GateResult)
            .Assembly.GetTypes()
            .Where(t => t.Namespace == typeof(GateResult).Namespace)
            .SelectMany(t =>
                t.GetMembers(
                        BindingFlags.Public
                            | BindingFlags.NonPublic
                            | BindingFlags.Static
                            | BindingFlags.Instance
                            | BindingFlags.DeclaredOnly
                    )
                    .OfType<MethodBase>()
            )
            .ToList();
        Assert.NotEmpty(methods);
        Assert.DoesNotContain(
            methods.SelectMany(m => m.GetParameters()),
            p => times.Contains(Nullable.GetUnderlyingType(p.ParameterType) ?? p.ParameterType)
        );
    }

    [Fact]
    public void Results_SerializedAsJson_RoundTrip()
    {
        var result = new GateResult(
            GateKind.Signal,
            "Outcome",
            GateAnswer.NotEnoughEvidence,
            "Not decisive",
            0.03,
            -0.37,
            0.43,
            0,
            68,
            12345,
            3.4
        );
        Assert.Equal(result, JsonSerializer.Deserialize<GateResult>(JsonSerializer.Serialize(result)));
        var decision = new GateDecision(GateVerdict.Hold, result);
        Assert.Equal(decision, JsonSerializer.Deserialize<GateDecision>(JsonSerializer.Serialize(decision)));
    }

    private static (GateVerdict, GateKind) Decided(GateDecision decision) => (decision.Verdict, decision.Because!.Kind);
}
