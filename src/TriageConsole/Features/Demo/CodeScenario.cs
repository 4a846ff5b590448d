using System.Globalization;
using System.Text;
using TriageConsole.Core.Common;

namespace TriageConsole.Features.Demo;

/// <summary>Comments of an AI assistant that reviews code changes.</summary>
internal static class CodeScenario
{
    private static readonly string[] Segments = ["web", "web", "mobile", "payments", "data"];

    private const string Planted = "reviewer-2.1";

    /// <summary>2.1 gets most of the traffic since the fifth day.</summary>
    public static DemoVersion History(DemoMoment moment) =>
        moment.Progress >= 0.35 && moment.Chance(0.7) ? new("review-2.1", Planted) : new("review-2.0", "reviewer-2.0");

    public static DemoEvent Tell(DemoMoment moment, DemoVersion version)
    {
        var (user, segment) = (moment.User("code"), moment.Pick(Segments));
        var finding = moment.Pick(CodeTexts.Findings);
        var model = version.Component;
        var isLong = moment.Chance(0.3);
        var diff = Diff(moment, finding, isLong);
        var planted = isLong && model == Planted;
        var bad = moment.Chance(
            planted ? 0.74
            : isLong ? 0.14
            : 0.09
        );
        var comment =
            planted && bad ? moment.Pick(CodeTexts.LostTheEnd)
            : bad ? moment.Pick(CodeTexts.Noise)
            : finding.Comment;
        var number = 1000 + moment.Number;
        var e = new DemoEvent
        {
            TraceId = DemoTraffic.TraceId(DemoTraffic.Code, moment.Prefix, moment.Number),
            TaskId = $"change-{number}",
            TaskType = DemoTraffic.Code,
            Timestamp = moment.At,
            UserId = user,
            SessionId = $"change-{number}",
            Input = diff,
            Output = comment,
            PromptVersion = "review-v4",
            ModelId = "reviewer",
            ModelVersion = model,
            DeploymentId = "review-bot",
            Segment = segment,
            Release = version.Release,
            Propensity = version.Propensity,
            Messages =
            [
                DemoMessage.User($"Review this change: {finding.Title}\n\n{diff}"),
                .. DemoMessage.Tool("read_file", $"{{\"path\": \"{finding.File}\"}}", finding.Around),
                DemoMessage.Assistant(comment),
            ],
            ServerLatencyMs = moment.Dice.Number(1800, 6000) + (isLong ? 4000 : 0),
            ClientLatencyMs = moment.Dice.Number(2000, 6400) + (isLong ? 4000 : 0),
            OutputTokens = comment.Length / 4,
            InputStats = new() { ["length"] = diff.Length, ["lines"] = diff.Count(c => c == '\n') + 1 },
            Metadata = new()
            {
                ["language"] = finding.Language,
                ["long_input"] = isLong,
                ["cost_usd"] = DemoTraffic.Cost(diff.Length + comment.Length, model == Planted ? 1e-6 : 3e-6),
            },
        };
        React(moment, e, bad);
        return e;
    }

    /// <summary>The diff. A long one has a regenerated file before the relevant part.</summary>
    private static string Diff(DemoMoment moment, CodeFinding finding, bool isLong)
    {
        var text = new StringBuilder();
        if (isLong)
        {
            var rows = moment.Dice.Number(120, 260);
            text.Append(
                CultureInfo.InvariantCulture,
                $"--- a/locales/messages.json\n+++ b/locales/messages.json\n@@ -1,{rows} +1,{rows} @@\n"
            );
            for (var i = 0; i < rows; i++)
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"+  \"{moment.Pick(CodeTexts.Areas)}.{moment.Pick(CodeTexts.Words)}_{i}\": \"{moment.Pick(CodeTexts.Phrases)}\",\n"
                );
        }

        return text.Append(CultureInfo.InvariantCulture, $"--- a/{finding.File}\n+++ b/{finding.File}\n{finding.Diff}").ToString();
    }

    private static void React(DemoMoment moment, DemoEvent e, bool bad)
    {
        if (moment.Chance(0.35))
            e.Signal(SignalType.Implicit, "edit_distance", Math.Round(bad ? moment.Dice.Double(0.55, 1) : moment.Dice.Double(0, 0.25), 2));
        if (moment.Chance(bad ? 0.35 : 0.12))
            e.Signal(
                SignalType.Explicit,
                bad && moment.Chance(0.92) ? "thumbs_down" : "thumbs_up",
                true,
                bad && moment.Chance(0.4) ? moment.Pick(CodeTexts.Comments) : null
            );
        if (!bad && moment.Chance(0.45))
            e.Signal(SignalType.Implicit, "applied", true);
        if (moment.Chance(bad ? 0.3 : 0.05))
            e.Signal(SignalType.Implicit, "regenerated", true);
        e.Signal(SignalType.System, "tests_pass", bad ? moment.Chance(0.6) : moment.Chance(0.95));
        e.Outcome(moment, "comment_accepted", moment.Chance(bad ? 0.08 : 0.84) ? 1 : 0);
    }
}
