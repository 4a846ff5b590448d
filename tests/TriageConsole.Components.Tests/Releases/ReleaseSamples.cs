using TriageConsole.Core.Gates;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Components.Tests.Releases;

/// <summary>Rows of the releases page without a database.</summary>
internal static class ReleaseSamples
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    public static readonly ReleaseRights Approver = new(1, Leads: false, Approves: true);
    public static readonly ReleaseRights Lead = new(2, Leads: true, Approves: false);
    public static readonly WorkflowRef Workflow = new(7, 3, "acme", "support.chat", "Support chat", true, null);

    public static readonly GateResult Passing = new(GateKind.Components, "Components", GateAnswer.Pass, "No component is withdrawn.");
    public static readonly GateResult Waiting = new(
        GateKind.MinimumSample,
        "Minimum sample",
        GateAnswer.NotEnoughEvidence,
        "Too few units."
    );
    public static readonly GateResult Failing = new(
        GateKind.Signal,
        "Outcome",
        GateAnswer.Fail,
        "The candidate is worse.",
        Value: -0.12,
        Low: -0.2,
        High: -0.04,
        Unit: GateUnit.ShareDifference
    );

    public static ReleaseRow Row(long id, string name, ReleaseState state, params GateResult[] gates)
    {
        var decision = gates.Length == 0 ? null : GateDecision.Of(gates);
        return new ReleaseRow(
            id,
            name,
            state,
            "Lea",
            50,
            Noon.AddDays(-9),
            state is ReleaseState.Live or ReleaseState.Superseded ? Noon.AddDays(-3) : null,
            1,
            [new ReleasePart(ComponentKind.Prompt, "answer", name, id, IsWithdrawn: false)],
            gates,
            decision?.Verdict,
            decision?.Because,
            null,
            null,
            null,
            []
        );
    }

    public static ReleaseList List(params ReleaseRow[] rows) => new(rows, null, null, [], new ReleasePolicy(), "resolved", "case", false);
}
