using Microsoft.AspNetCore.Components;
using TriageConsole.Core.Agreement;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data.Evaluation;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Agreement.Judges;
using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Features.Evaluation.Judges;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Components.Tests.Evaluation;

public sealed class JudgeCardTests : ComponentTest
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly WorkflowRef Workflow = new(7, 3, "acme", "support.chat", "Support chat", true, null);
    private static readonly AgreementQuestion Question = new(
        5,
        "quality",
        "Good?",
        MeasurementLevel.Nominal,
        1,
        1,
        false,
        true,
        CriterionScope.Interaction,
        new Dictionary<string, string> { ["yes"] = "Yes", ["no"] = "No" }
    );

    private readonly List<long> pressed = [];

    [Fact]
    public async Task Status_OutOfDate_SaysWhatChanged_ThatItIsDiagnosticOnly_AndOffersToCalibrate()
    {
        var calibrated = 0;
        var card = Status(
            new JudgeBinding("llm:j", "model-x", 2, null, Noon.AddDays(-3), "Its calibration is out of date: the prompt changed."),
            isTrusted: false,
            calibrate: () => calibrated++
        );
        var text = Flat(card.Markup);
        Assert.Contains("diagnostic only", card.Find(".chip").TextContent, StringComparison.Ordinal);
        Assert.Contains("Its calibration is out of date: the prompt changed.", text, StringComparison.Ordinal);
        Assert.Contains("never count for gates, outcomes or golden sets", text, StringComparison.Ordinal);
        Assert.Contains("in another version", text, StringComparison.Ordinal);
        await card.Find("button").ClickAsync(new());
        Assert.Equal(1, calibrated);
    }

    [Fact]
    public void Status_BelowTheBar_NamesTheBar()
    {
        var card = Status(new JudgeBinding("llm:j", "model-x", 2, 4, Noon, null), isTrusted: false);
        Assert.Contains("does not reach the minimum", Flat(card.Markup), StringComparison.Ordinal);
        Assert.Contains("must be at least 0.40 on every question", Flat(card.Markup), StringComparison.Ordinal);
    }

    [Fact]
    public void Status_Trusted_HasNoWarning()
    {
        var card = Status(new JudgeBinding("llm:j", "model-x", 2, 4, Noon, null), isTrusted: true);
        Assert.Equal("trusted", card.Find(".chip").TextContent);
        Assert.DoesNotContain("diagnostic only", card.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_ShowConfusionPatternsAndLinks_AndCountHeldOutErrors()
    {
        var errors = new JudgeErrors(
            Question,
            60,
            15,
            CohenKappa.Of(
                new long[,]
                {
                    { 30, 0 },
                    { 15, 15 },
                }
            ),
            [new JudgeConfusion("yes", "yes", 30), new JudgeConfusion("no", "yes", 15), new JudgeConfusion("no", "no", 15)],
            [new JudgePatternErrors(9, "country = DE", 20, 10, 0.3, 0.7), new JudgePatternErrors(null, null, 40, 5, 0.05, 0.26)],
            [new JudgeError(1, "t/1", "Where is it?", "yes", "no", ["country = DE"])],
            7
        );
        var card = Render<JudgeErrorsCard>(p => p.Add(c => c.Errors, errors).Add(c => c.Workflow, Workflow));
        var text = Flat(string.Concat(card.FindAll("td, p, li").Select(e => $" {e.TextContent}")));
        Assert.Contains("No Yes error 15", text, StringComparison.Ordinal);
        Assert.Contains("country = DE 50 % (30–70) 10 20", text, StringComparison.Ordinal);
        Assert.Contains("7 errors are in held-out tasks and not listed.", text, StringComparison.Ordinal);
        Assert.Equal(
            ["patterns/support.chat/9?tenant=acme", "interactions/t%2F1?tenant=acme"],
            card.FindAll("a").Select(a => a.GetAttribute("href"))
        );
    }

    [Fact]
    public async Task Trials_NameTheResultWithItsInterval_AndAnOpenOneCanBeCancelled()
    {
        var done = Run(1, EvalState.Finished, new JudgeTrial(30, 22, 28, 7, 1, 0.2, -0.013, 0.41, 2, []));
        var table = Render<JudgeTrialTable>(p =>
            p.Add(t => t.Runs, [Run(2, EvalState.Running, null), done])
                .Add(t => t.Now, Noon)
                .Add(t => t.Cancel, EventCallback.Factory.Create<long>(this, pressed.Add))
                .Add(t => t.Use, EventCallback.Factory.Create<long>(this, id => pressed.Add(100 + id)))
        );
        var text = Flat(table.Find("tbody").TextContent);
        Assert.Contains("Not decisive: +20 pp", text, StringComparison.Ordinal);
        Assert.Contains(
            "7 newly correct, 1 newly wrong. Trial 2 on these labels: the interval is wider for it.",
            text,
            StringComparison.Ordinal
        );
        for (var n = 0; n < 2; n++)
            await table.FindAll("button")[n].ClickAsync(new());
        Assert.Equal([2, 101], pressed);
    }

    [Fact]
    public void Trial_WithoutAComparison_SaysWhy()
    {
        var run = Run(1, EvalState.Finished, null) with { Message = "There is nothing to compare." };
        var table = Render<JudgeTrialTable>(p => p.Add(t => t.Runs, [run]).Add(t => t.Now, Noon));
        Assert.Contains("finished There is nothing to compare.", Flat(table.Find("tbody").TextContent), StringComparison.Ordinal);
    }

    private static JudgeRunRow Run(long id, EvalState state, JudgeTrial? trial) =>
        new(id, "llm:j", "Be strict.", state, 30, 12, 0, "Lea", Noon.AddHours(-1), null, "", trial);

    private IRenderedComponent<JudgeStatusCard> Status(JudgeBinding binding, bool isTrusted, Action? calibrate = null) =>
        Render<JudgeStatusCard>(p =>
            p.Add(c => c.Judge, "llm:j")
                .Add(c => c.Binding, binding)
                .Add(
                    c => c.Reports,
                    [
                        new JudgeReport(
                            new LabelerName(1, "llm:j", "llm:j", LabelerKind.Judge),
                            Question,
                            null,
                            null,
                            null,
                            binding,
                            isTrusted
                        ),
                    ]
                )
                .Add(c => c.IsTrusted, isTrusted)
                .Add(c => c.Bar, 0.4)
                .Add(c => c.Now, Noon)
                .Add(c => c.Running, (JudgeRunRow?)null)
                .Add(c => c.Calibrate, EventCallback.Factory.Create(this, calibrate ?? (() => { })))
                .Add(c => c.Cancel, EventCallback.Factory.Create<long>(this, pressed.Add))
        );

    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
