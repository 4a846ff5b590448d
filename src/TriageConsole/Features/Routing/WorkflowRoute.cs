using System.Globalization;
using System.Text.Json;
using TriageConsole.Core.Routing;
using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Routing;

/// <summary>
/// The route of a workflow with all possible responses prepared. The choice is a hash of release and unit: it is the same on every
/// instance, after restarts, and in a repeated experiment.
/// </summary>
internal sealed class WorkflowRoute
{
    private readonly RoutingArm[] arms;
    private readonly PreparedAnswer[] answers;
    private readonly (string Salt, double Share, PreparedAnswer Answer)[] shadows;

    /// <summary>
    /// An experiment counts only while its control is the live release: an experiment that was not ended must not undo a promotion or a
    /// rollback.
    /// </summary>
    public WorkflowRoute(string workflow, ServedRelease live, ServedExperiment? experiment)
    {
        if (experiment is not null && !experiment.Arms.Any(a => a.IsControl && a.Release.Id == live.Id))
            experiment = null;
        var kind = experiment is null ? "live" : Word(experiment.Kind.ToString());
        PreparedAnswer Answer(ServedRelease release, double propensity, ServedRelease? shadow) =>
            new(
                new RouteAnswer(
                    workflow,
                    "",
                    release.Name,
                    release.Components,
                    release.Id == live.Id ? "live" : "candidate",
                    propensity,
                    experiment?.Id,
                    kind,
                    shadow is null ? null : new RoutedRelease(shadow.Name, shadow.Components)
                )
            );

        var served = experiment is null or { Kind: ExperimentKind.Shadow } ? [new ServedArm(live, 1, true)] : Serving(experiment.Arms);
        var sum = served.Sum(a => a.Share);
        arms = [.. served.Select(a => new RoutingArm(string.Create(CultureInfo.InvariantCulture, $"release:{a.Release.Id}"), a.Share))];
        answers = [.. served.Select(a => Answer(a.Release, a.Share / sum, null))];
        shadows = experiment is not { Kind: ExperimentKind.Shadow }
            ? []
            :
            [
                .. experiment
                    .Arms.Where(a => !a.IsControl && MayServe(a))
                    .Select(a =>
                        (string.Create(CultureInfo.InvariantCulture, $"shadow:{a.Release.Id}"), a.Share, Answer(live, 1, a.Release))
                    ),
            ];
    }

    public PreparedAnswer Choose(string unit)
    {
        foreach (var (salt, share, answer) in shadows)
            if (StickyHash.Unit(salt, unit) < share)
                return answer;
        return answers.Length == 1 ? answers[0] : answers[ArmChoice.Pick(arms, unit)];
    }

    public static string Word(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    /// <summary>The arms with a share; the control gets all units if no arm has a share.</summary>
    private static ServedArm[] Serving(IReadOnlyList<ServedArm> all)
    {
        var serving = all.Where(a => a.Share > 0 && MayServe(a)).ToArray();
        return serving.Length > 0 ? serving : [all.First(a => a.IsControl) with { Share = 1 }];
    }

    /// <summary>A rolled back or rejected release gets no traffic, even if an experiment still contains it.</summary>
    private static bool MayServe(ServedArm arm) => arm.Release.State is not (ReleaseState.RolledBack or ReleaseState.Rejected);
}
