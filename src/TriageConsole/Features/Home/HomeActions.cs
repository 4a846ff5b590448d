using TriageConsole.Components;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Labeling.Flags;
using TriageConsole.Features.Releases;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Home;

/// <summary>The tasks of a person in order of urgency. Pure functions.</summary>
internal static class HomeActions
{
    public static IReadOnlyList<HomeAction> Of(
        IReadOnlyList<ReleaseWorkflowRow> releases,
        Func<WorkflowRef, ReleaseRights> rights,
        IReadOnlyList<(WorkflowRef Workflow, FlagCounts Counts)> flags,
        IReadOnlyList<(WorkflowRef Workflow, string Count)> disagreements,
        IReadOnlyList<(string Address, string Name, int Due)> golden,
        IReadOnlyList<(WorkflowRef Workflow, int Alarms)> alerts,
        IReadOnlyList<WorkflowRef> unconfigured
    ) =>
        [
            .. releases
                .SelectMany(r => Releases(r, rights(r.Workflow)))
                .Concat(flags.SelectMany(f => Flags(f.Workflow, f.Counts)))
                .Concat(
                    disagreements.Select(d => new HomeAction(
                        HomeActionKind.Disagreements,
                        "disagreements",
                        $"{d.Workflow.Name}: {d.Count} open",
                        $"disagreements/{d.Workflow.Address}"
                    ))
                )
                .Concat(
                    golden.Select(g => new HomeAction(
                        HomeActionKind.GoldenItems,
                        "golden items",
                        $"{g.Name}: {g.Due} of your golden items {(g.Due == 1 ? "is" : "are")} due for review",
                        $"golden/{g.Address}"
                    ))
                )
                .Concat(
                    alerts.Select(a => new HomeAction(
                        HomeActionKind.DataAlerts,
                        "data alerts",
                        $"{a.Workflow.Name}: {Figures.Plural(a.Alarms, "data alert", "data alerts")}",
                        $"health{a.Workflow.Query}"
                    ))
                )
                .Concat(
                    unconfigured.Select(w => new HomeAction(
                        HomeActionKind.Setup,
                        "not configured",
                        $"{w.Name}: set the outcome metric, the unit and the owner",
                        $"workflows/{w.Address}"
                    ))
                )
                .OrderBy(a => a.Kind),
        ];

    private static IEnumerable<HomeAction> Flags(WorkflowRef workflow, FlagCounts counts)
    {
        if (counts.PersonalData > 0)
            yield return new HomeAction(
                HomeActionKind.PersonalData,
                "personal data",
                $"{workflow.Name}: {Figures.Plural(counts.PersonalData, "flag", "flags")} of personal data",
                $"flags/{workflow.Address}&kind={FlagWords.Word(FlagKind.PersonalData)}"
            );
        string[] rest =
        [
            .. counts.Flags > 0 ? [Figures.Plural(counts.Flags, "open flag", "open flags")] : Array.Empty<string>(),
            .. counts.Skips > 0 ? [Figures.Plural(counts.Skips, "reason for skipping", "reasons for skipping")] : Array.Empty<string>(),
        ];
        if (rest.Length > 0)
            yield return new HomeAction(
                HomeActionKind.Flags,
                "flags",
                $"{workflow.Name}: {string.Join(", ", rest)}",
                $"flags/{workflow.Address}"
            );
    }

    private static IEnumerable<HomeAction> Releases(ReleaseWorkflowRow row, ReleaseRights rights)
    {
        var needsApprover = rights.Approves ? null : ReleaseOffers.NeedsApprover;
        if (row.IsAsking)
            yield return new HomeAction(
                HomeActionKind.Regression,
                "regression",
                $"{row.Live} of {row.Workflow.Name}: performance degraded since it went live",
                $"releases/{row.Workflow.Address}",
                row.Monitor!.Evidence
            )
            {
                Workflow = row.Workflow,
                Buttons = row.LiveId is { } live ? [new HomeButton(ReleaseAct.RollBack, live, "Roll back", needsApprover)] : [],
            };
        foreach (var asked in row.Approvals.Where(a => rights.Approves && a.RequestedById != rights.UserId))
            yield return new HomeAction(
                HomeActionKind.ApprovalRequest,
                "approval",
                $"{asked.RequestedBy} asks you to approve {(asked.Kind == ApprovalKind.Promotion ? "the promotion" : "a canary")} "
                    + $"of {asked.Release} of {row.Workflow.Name}",
                ReleaseText.Address(row.Workflow, asked.ReleaseId),
                asked.Comment,
                asked.RequestedAt
            );
        foreach (var one in row.Verdicts)
            yield return one.Failing is { } gate
                ? new HomeAction(
                    HomeActionKind.FailingGate,
                    "gate fails",
                    $"{one.Release} of {row.Workflow.Name}: {ReleaseText.Missing(gate)}",
                    ReleaseText.Address(row.Workflow, one.ReleaseId),
                    gate.Explanation,
                    one.Since
                )
                {
                    Workflow = row.Workflow,
                    Buttons =
                        one.State is ReleaseState.Canary or ReleaseState.Shadow && row.Experiment is { } kind
                            ?
                            [
                                new HomeButton(ReleaseAct.Stop, one.ReleaseId, $"End {kind.Words()}"),
                                new HomeButton(ReleaseAct.RollBack, one.ReleaseId, "Roll back", needsApprover),
                            ]
                            : [],
                }
                : new HomeAction(
                    HomeActionKind.ReadyRelease,
                    "ready",
                    $"{one.Release} of {row.Workflow.Name} can be promoted: every gate passes",
                    ReleaseText.Address(row.Workflow, one.ReleaseId),
                    Since: one.Since
                )
                {
                    Workflow = row.Workflow,
                    Buttons = [new HomeButton(ReleaseAct.Promote, one.ReleaseId, "Promote", needsApprover)],
                };
    }
}
