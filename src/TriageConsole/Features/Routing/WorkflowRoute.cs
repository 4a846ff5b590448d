using System.Globalization;
using System.Text.Json;
using TriageConsole.Core.Routing;
using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Routing;

/// <summary>
/// Who serves a workflow, with every answer that it can give made beforehand. Who gets which is a hash of release and unit: the same on
/// every instance, after every restart, and in an experiment that is begun again.
/// </summary>
internal sealed class WorkflowRoute
{
    private readonly RoutingArm[] arms;
    private readonly PreparedAnswer[] answers;
    private readonly (string Salt, double Share, PreparedAnswer Answer)[] shadows;

    /// <summary>
    /// An experiment counts as long as the release that was live when it began is live: what was promoted or rolled back is not undone by
    /// one that nobody ended.
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

    /// <summary>The arms with a share; where none has one, all of it is the control's.</summary>
    private static ServedArm[] Serving(IReadOnlyList<ServedArm> all)
    {
        var serving = all.Where(a => a.Share > 0 && MayServe(a)).ToArray();
        return serving.Length > 0 ? serving : [all.First(a => a.IsControl) with { Share = 1 }];
    }

    /// <summary>What was rolled back or rejected serves nobody, whatever an experiment still says.</summary>
    private static bool MayServe(ServedArm arm) => arm.Release.State is not (ReleaseState.RolledBack or ReleaseState.Rejected);
}
