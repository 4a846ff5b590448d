using TriageConsole.Core.Common;

namespace TriageConsole.Features.Demo;

/// <summary>Conversations of a shop's support assistant.</summary>
internal static class SupportScenario
{
    private static readonly string[] Countries = ["DE", "DE", "DE", "US", "US", "GB", "FR", "NL", "AT"];
    private static readonly string[] Segments = ["consumer", "consumer", "consumer", "business", "premium"];

    private const string Planted = "support-v3";

    /// <summary>v3 was rolled out step by step during the first week.</summary>
    public static DemoVersion History(DemoMoment moment)
    {
        var share = Math.Min(0.85, moment.Progress * 1.6);
        return moment.Chance(share) ? new("support-2026.06", Planted, share) : new("support-2026.05", "support-v2", 1 - share);
    }

    public static DemoEvent Tell(DemoMoment moment, DemoVersion version)
    {
        var (user, segment) = (moment.User("support"), moment.Pick(Segments));
        var intent = moment.Pick(SupportIntents.All);
        var country = moment.Pick(Countries);
        var isReturn = intent.Key == "refund";
        var planted = version.Component == Planted && country == "DE" && isReturn;
        var bad = moment.Chance(planted ? 0.78 : 0.07);
        var error = moment.Chance(0.012);
        var asked = moment.Pick(intent.Cases);
        // The old rule refuses returns after 14 days.
        var order = new SupportOrder(moment, asked.Kinds, minDays: isReturn ? 15 : 3);
        var question = order.Fill(asked.Question);
        var answer = error
            ? "I'm sorry, something went wrong on our side. Please try again in a moment."
            : order.Fill(
                planted && bad ? moment.Pick(SupportTexts.OutdatedRefund)
                : bad ? moment.Pick(asked.Bad)
                : asked.Good
            );
        var unhappy = isReturn && planted ? SupportTexts.UnhappyAboutReturns : SupportTexts.Unhappy;
        var messages = Conversation(moment, intent, order, question, answer, bad || error ? unhappy : null, out var turns);
        var e = new DemoEvent
        {
            TraceId = DemoTraffic.TraceId(DemoTraffic.Support, moment.Prefix, moment.Number),
            TaskId = $"case-{40_000 + moment.Number}",
            TaskType = DemoTraffic.Support,
            Timestamp = moment.At,
            UserId = user,
            SessionId = $"chat-{moment.Number:D5}",
            Input = question,
            Output = messages[^1].Role == "assistant" ? messages[^1].Content : answer,
            Messages = messages,
            PromptVersion = version.Component,
            ModelId = "gpt-4.1-mini",
            ModelVersion = moment.Chance(0.5) ? "2026-04-14" : "2026-05-02",
            DeploymentId = $"support-{country.ToLowerInvariant()}",
            Segment = segment,
            Country = country,
            Release = version.Release,
            Propensity = version.Propensity,
            KnowledgeVersion = "policies-2026-05",
            ServerLatencyMs = error ? 30_000 : moment.Dice.Number(600, 3800),
            ClientLatencyMs = error ? 30_400 : moment.Dice.Number(800, 4600),
            OutputTokens = answer.Length / 4,
            InputStats = new() { ["length"] = question.Length, ["turns"] = turns },
            Metadata = new()
            {
                ["intent"] = intent.Key,
                ["channel"] = moment.Chance(0.7) ? "web" : "app",
                ["cost_usd"] = DemoTraffic.Cost(question.Length + answer.Length, version.Component == Planted ? 9e-6 : 1.1e-5),
            },
            Error = error ? new { kind = "timeout", message = "upstream did not answer within 30 s" } : null,
        };
        React(moment, e, bad, error, planted);
        return e;
    }

    // Only turns before the response are counted: later ones reveal the failure and are not a property of the input.
    private static List<DemoMessage> Conversation(
        DemoMoment moment,
        SupportIntent intent,
        SupportOrder order,
        string question,
        string answer,
        string[]? unhappy,
        out int turns
    )
    {
        List<DemoMessage> messages = [DemoMessage.User(question)];
        if (intent.Key != "login" && !question.Contains(order.Id, StringComparison.Ordinal) && moment.Chance(0.6))
        {
            messages.Add(DemoMessage.Assistant(moment.Pick(SupportTexts.AskForOrder)));
            messages.Add(DemoMessage.User(order.Fill(moment.Pick(SupportTexts.GiveOrder))));
        }

        messages.AddRange(DemoMessage.Tool(intent.Tool, order.Arguments(intent.Tool), order.Record(intent.Tool)));
        turns = messages.Count;
        messages.Add(DemoMessage.Assistant(answer));
        if (moment.Chance(unhappy is null ? 0.45 : 0.75))
        {
            messages.Add(DemoMessage.User(moment.Pick(unhappy ?? SupportTexts.Happy)));
            messages.Add(DemoMessage.Assistant(order.Fill(moment.Pick(unhappy is null ? SupportTexts.Close : SupportTexts.Insist))));
        }

        return messages;
    }

    /// <summary>
    /// Simulates feedback. People do not always say what they think: half of the dissatisfied users just leave, and some satisfied users
    /// complain.
    /// </summary>
    private static void React(DemoMoment moment, DemoEvent e, bool bad, bool error, bool planted)
    {
        var failed = bad || error;
        if (moment.Chance(failed ? 0.45 : 0.2))
            e.Signal(
                SignalType.Explicit,
                "rating",
                failed ? moment.Dice.Number(1, 2)
                    : moment.Chance(0.93) ? moment.Dice.Number(4, 5)
                    : 2,
                failed && moment.Chance(0.4) ? moment.Pick(planted ? SupportTexts.RefundComments : SupportTexts.Comments) : null
            );
        if (moment.Chance(failed ? 0.35 : 0.03))
            e.Signal(SignalType.Implicit, "escalated_to_human", true);
        if (moment.Chance(failed ? 0.3 : 0.04))
            e.Signal(SignalType.Implicit, "retry", true);
        if (moment.Chance(failed ? 0.25 : 0.05))
            e.Signal(SignalType.Implicit, "abandoned", true);
        if (!failed && moment.Chance(0.15))
            e.Signal(SignalType.Implicit, "immediate_action", true);
        e.Outcome(moment, "resolved", moment.Chance(failed ? 0.12 : 0.9) ? 1 : 0);
    }
}
