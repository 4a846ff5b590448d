using TriageConsole.Core.Common;

namespace TriageConsole.Features.Demo;

/// <summary>Questions of employees to an assistant about the company's handbook and product documents.</summary>
internal static class RagScenario
{
    private static readonly string[] Countries = ["DE", "US", "GB", "FR", "NL", "PL"];
    private static readonly string[] Segments = ["sales", "engineering", "people", "finance"];

    private const string Planted = "kb-snapshot-42";

    /// <summary>Snapshot 42 went live on the eighth day; 43 runs next to it since the tenth day.</summary>
    public static DemoVersion History(DemoMoment moment) =>
        moment.Progress switch
        {
            < 0.5 => new("answers-41", "kb-snapshot-41"),
            < 0.7 => new("answers-42", Planted),
            _ => moment.Number % 2 == 0 ? new("answers-43", "kb-snapshot-43") : new("answers-42", Planted),
        };

    public static DemoEvent Tell(DemoMoment moment, DemoVersion version)
    {
        var (user, segment) = (moment.User("rag"), moment.Pick(Segments));
        var topic = moment.Pick(RagTexts.Topics);
        var snapshot = version.Component;
        var stale = snapshot == Planted && topic.Stale is not null && moment.Chance(0.8);
        var invented = !stale && moment.Chance(0.06);
        var question = moment.Pick(topic.Questions);
        RagDocument[] documents = [stale ? topic.Stale! : topic.Current, moment.Pick(RagTexts.Neighbours)];
        var answer =
            invented ? topic.Invented
            : stale ? topic.StaleAnswer!
            : topic.Answer;
        List<DemoMessage> messages = [DemoMessage.User(question)];
        messages.AddRange(
            DemoMessage.Tool(
                "search_knowledge",
                $"{{\"query\": \"{topic.Key.Replace('-', ' ')}\", \"snapshot\": \"{snapshot}\", \"top_k\": 2}}",
                string.Join("\n\n", documents.Select(d => $"[{d.Id}] {d.Title}\n{d.Text}"))
            )
        );
        messages.Add(DemoMessage.Assistant(answer));
        var e = new DemoEvent
        {
            TraceId = DemoTraffic.TraceId(DemoTraffic.Rag, moment.Prefix, moment.Number),
            TaskId = $"question-{moment.Number:D5}",
            TaskType = DemoTraffic.Rag,
            Timestamp = moment.At,
            UserId = user,
            SessionId = $"ask-{moment.Number / 3:D5}",
            Input = question,
            Output = answer,
            Messages = messages,
            PromptVersion = moment.Progress < 0.6 ? "answers-v7" : "answers-v8",
            ModelId = "claude-sonnet",
            ModelVersion = "4.5",
            DeploymentId = "handbook-assistant",
            Segment = segment,
            Country = moment.Pick(Countries),
            KnowledgeVersion = snapshot,
            RetrievalIds = documents.Select(d => d.Id).ToList(),
            Release = version.Release,
            Propensity = version.Propensity,
            ServerLatencyMs = moment.Dice.Number(900, 5200),
            ClientLatencyMs = moment.Dice.Number(1000, 5600),
            OutputTokens = answer.Length / 4,
            InputStats = new() { ["length"] = question.Length, ["documents"] = documents.Length },
            Metadata = new()
            {
                ["topic"] = topic.Key,
                ["language"] = "en",
                ["cost_usd"] = DemoTraffic.Cost(question.Length + answer.Length + documents.Sum(d => d.Text.Length), 6e-6),
            },
        };
        React(moment, e, stale, invented);
        // Not random, so that it changes no other random number. Readers check the document less often than they should.
        if (!invented && moment.Number % 5 < (stale ? 1 : 2))
            e.Clicked(documents[0].Id, 8 + (moment.Number % 30));
        return e;
    }

    /// <summary>A stale answer is grounded in its stale document. No automatic check detects it, only people who know the topic.</summary>
    private static void React(DemoMoment moment, DemoEvent e, bool stale, bool invented)
    {
        e.Signal(
            SignalType.System,
            "groundedness",
            Math.Round(invented ? moment.Dice.Double(0.1, 0.45) : moment.Dice.Double(0.78, 0.99), 2)
        );
        e.Signal(SignalType.System, "citation_coverage", Math.Round(invented ? moment.Dice.Double(0, 0.4) : moment.Dice.Double(0.7, 1), 2));
        var wrong = stale || invented;
        if (moment.Chance(wrong ? 0.4 : 0.18))
            e.Signal(
                SignalType.Explicit,
                wrong && moment.Chance(0.9) ? "thumbs_down" : "thumbs_up",
                true,
                stale && moment.Chance(0.35) ? moment.Pick(RagTexts.StaleComments) : null
            );
        if (moment.Chance(wrong ? 0.4 : 0.07))
            e.Signal(SignalType.Implicit, "rephrased", true);
        if (moment.Chance(wrong ? 0.08 : 0.3))
            e.Signal(SignalType.Implicit, "copied", true);
        if (moment.Chance(0.3))
            e.Signal(SignalType.Implicit, "time_to_action", wrong ? moment.Dice.Number(25, 160) : moment.Dice.Number(3, 28));
        e.Outcome(
            moment,
            "answer_useful",
            moment.Chance(
                stale ? 0.22
                : invented ? 0.15
                : 0.88
            )
                ? 1
                : 0
        );
    }
}
