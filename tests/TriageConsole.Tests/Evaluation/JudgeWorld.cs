using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Features.Agreement.Consensus;
using TriageConsole.Features.Agreement.Judges;
using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Features.Evaluation.Judges;
using TriageConsole.Features.Labels;
using TriageConsole.Tests.Agreement;

namespace TriageConsole.Tests.Evaluation;

/// <summary>A workflow whose interactions an expert labeled, and a judge that answers them over a real endpoint.</summary>
internal sealed partial class JudgeWorld : IAsyncDisposable
{
    public const string Judge = "llm:j";

    private JudgeWorld(EvalWorld world) => Eval = world;

    public EvalWorld Eval { get; }

    public JudgeRunService Runs => Eval.Fixture.Get<JudgeRunService>();

    public JudgeErrorReader Errors => Eval.Fixture.Get<JudgeErrorReader>();

    public JudgeSuggestions Suggestions => Eval.Fixture.Get<JudgeSuggestions>();

    public JudgeRunner Runner => Eval.Fixture.Get<JudgeRunner>();

    /// <summary>The expert answers yes to even questions and no to odd ones. By default the judge does too.</summary>
    public static async Task<JudgeWorld> CreateAsync(int interactions = 40)
    {
        var w = new JudgeWorld(await EvalWorld.CreateAsync([.. Enumerable.Range(0, interactions).Select(n => $"question {n}")]));
        await w.ImportAsync(Enumerable.Range(0, interactions).Select(n => ($"t{n}", "expert", Expert(n))));
        w.Answers((_, n) => Expert(n));
        await w.ConfigureAsync();
        return w;
    }

    public static string Expert(int n) => n % 2 == 0 ? "yes" : "no";

    /// <summary>The answer of the judge by the body of the request and the number of the question.</summary>
    public void Answers(Func<string, int, string> answer) =>
        Eval.Server.AnswerTo = (body, last) =>
            last.Contains("ANSWER TO JUDGE", StringComparison.Ordinal)
                ? $$$"""{"answers":{"quality":"{{{answer(body, Number(last))}}}"},"explanation":"Because."}"""
                : $"new {last}";

    public Task ConfigureAsync(string instructions = "", string judge = Judge) =>
        Eval.SetAsync($$"""{"key":"judge","kind":"judge","endpoint":"main","judge":"{{judge}}","instructions":"{{instructions}}"}""");

    public async Task<LabelImportResult> ImportAsync(IEnumerable<(string Trace, string Labeler, string Value)> labels)
    {
        var lines = string.Join('\n', labels.Select(l => AgreementWorld.Line(l.Trace, l.Labeler, l.Value)));
        var result = await Eval
            .Fixture.Get<LabelImportService>()
            .ImportAsync(null, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(lines)));
        await CountAsync();
        return result;
    }

    public async Task CountAsync()
    {
        await Eval.Fixture.Get<AgreementCounter>().CatchUpAsync();
        await Eval.Fixture.Get<ConsensusService>().CatchUpAsync();
    }

    /// <summary>Starts a run and works on it until it ends.</summary>
    public async Task<JudgeRunRow> RunAsync(string? prompt = null)
    {
        var started = await Runs.StartAsync(Eval.Lead, Eval.Workflow, Judge, prompt);
        Assert.True(started.Ok, started.Message);
        await Runner.WorkAsync(started.Value);
        await CountAsync();
        return await RowAsync(started.Value);
    }

    public async Task<JudgeRunRow> RowAsync(long id) => (await Runs.ListAsync(Eval.Lead, Eval.Workflow)).Single(r => r.Id == id);

    public async Task<JudgeBinding> BindingAsync() => (await OverviewAsync()).Bindings[Judge];

    public Task<JudgeOverview> OverviewAsync() => Errors.OverviewAsync(Eval.Lead, Eval.Workflow);

    public async Task<JudgeReport> ReportAsync() => (await OverviewAsync()).Reports.Single(r => r.Judge.Key == Judge);

    public async Task<JudgeErrors> ErrorsAsync() =>
        Assert.Single(await Errors.ReadAsync(Eval.Lead, Eval.Workflow, await BindingAsync(), Judge));

    public Task<int> LabelsAsync() =>
        Eval.Fixture.QueryAsync(db => db.Labels.CountAsync(l => l.Labeler!.Key == Judge && l.IsCurrent && l.JudgeVersionId != null));

    public ValueTask DisposeAsync() => Eval.DisposeAsync();

    private static int Number(string text) =>
        int.Parse(Question().Match(text).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"question (\d+)")]
    private static partial Regex Question();
}
