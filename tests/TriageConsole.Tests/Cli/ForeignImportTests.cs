using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Cli.Imports;
using TriageConsole.Data.Interactions;
using TriageConsole.Tests.ClientLibrary;

namespace TriageConsole.Tests.Cli;

/// <summary>
/// Exports of other tools. The files are written by hand, with the fields and forms of the tools' documentation and source.
/// </summary>
public sealed class ForeignImportTests(ClientApp world) : IClassFixture<ClientApp>, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("triage-import-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Langfuse_ObservationsAndScores_AreOneInteractionPerTraceWithItsFeedback()
    {
        var observations = Export("langfuse-observations_v2.jsonl");
        var scores = Export("langfuse-scores.jsonl");
        await ImportTwiceAsync("langfuse", new ForeignOptions(null), scores, observations);
        var (row, payload, signals) = await world.ReadAsync("lf-1");
        Assert.Equal(
            ("s-1", "u-1", "gpt-4.1", "refund@17", "2026.11"),
            (row.TaskId, row.UserId, row.ModelVersion, row.PromptVersion, row.Release)
        );
        Assert.Equal((47, 2000d, 0.002), (row.OutputTokens, row.ClientLatencyMs, row.Cost));
        Assert.Equal(("Where is my refund?", "It was sent on Monday."), (payload.Input, payload.Output));
        Assert.Equal(3, ClientApp.Json(payload.Messages).GetArrayLength());
        var context = ClientApp.Json(payload.Context);
        Assert.Equal(0.7, context.GetProperty("parameters").GetProperty("temperature").GetDouble());
        Assert.Equal(
            ("pro", 2),
            (
                context.GetProperty("metadata").GetProperty("plan").GetString(),
                context.GetProperty("metadata").GetProperty("steps").GetInt32()
            )
        );
        Assert.Equal(
            ("explicit", 0d, "wrong date", (short)-1),
            Of(signals, "user-feedback", s => (s.Type, s.NumericValue!.Value, s.Comment!, s.Polarity))
        );
        Assert.Equal(("human", "friendly"), Of(signals, "tone", s => (s.Type, s.TextValue!)));
        Assert.Equal(("system", 0.25), Of(signals, "groundedness", s => (s.Type, s.NumericValue!.Value)));
        Assert.Equal(("error", "lf-2"), ((await world.ReadAsync("lf-2")).Row.ErrorKind, (await world.ReadAsync("lf-2")).Row.TaskId));
    }

    [Fact]
    public async Task Langfuse_DownloadedTraceOverSeveralLines_IsReadWhole()
    {
        var file = Export("langfuse-trace.json");
        await ImportTwiceAsync("langfuse", new ForeignOptions("mine"), file);
        var (row, payload, signals) = await world.ReadAsync("lf-3");
        Assert.Equal(("lf-3", "u-3", "gpt-4.1", 6), (row.TaskId, row.UserId, row.ModelVersion, row.OutputTokens));
        Assert.Equal("Where?", ClientApp.Json(payload.Input).GetProperty("question").GetString());
        Assert.Equal("There.", payload.Output);
        Assert.Equal(5, Of(signals, "rating", s => s.NumericValue));
        await using var db = world.App.Database.CreateContext();
        Assert.Equal("mine", await db.Workflows.Where(w => w.Id == row.WorkflowId).Select(w => w.Key).SingleAsync());
    }

    [Fact]
    public async Task Phoenix_SpansAndAnnotations_AreJoinedByTheirSpan()
    {
        var annotations = Export("phoenix-span-annotations.json");
        var spans = Export("phoenix-spans.json");
        await ImportTwiceAsync("phoenix", new ForeignOptions("handbook"), annotations, spans);
        var (row, payload, signals) = await world.ReadAsync("px-1");
        Assert.Equal(
            ("s-9", "u-9", "gpt-4.1", 47, 1500d),
            (row.TaskId, row.UserId, row.ModelVersion, row.OutputTokens, row.ClientLatencyMs)
        );
        Assert.Equal(("Where is my refund?", "On its way."), (payload.Input, payload.Output));
        Assert.Equal(
            ["kb-1", "kb-2"],
            ClientApp.Json(payload.Context).GetProperty("retrieval_ids").EnumerateArray().Select(d => d.GetString())
        );
        Assert.Equal(("human", 0d, "[incorrect] wrong date"), Of(signals, "correctness", s => (s.Type, s.NumericValue!.Value, s.Comment!)));
        Assert.Equal(("explicit", "👎", (short)-1), Of(signals, "user-feedback", s => (s.Type, s.TextValue!, s.Polarity)));
        Assert.DoesNotContain(signals, s => s.Name == "hallucination");
    }

    [Fact]
    public async Task Helicone_Requests_AreInteractionsWithTheirRating()
    {
        var file = Export("helicone-output.jsonl");
        await ImportTwiceAsync("helicone", new ForeignOptions("support"), file);
        var (row, payload, signals) = await world.ReadAsync("he-1");
        Assert.Equal(
            ("s-1", "u-1", "gpt-4.1-2026-05", "gpt-4.1", "DE"),
            (row.TaskId, row.UserId, row.ModelVersion, row.ModelId, row.Country)
        );
        Assert.Equal((812d, 47, "chatcmpl-1", 0.002), (row.ClientLatencyMs, row.OutputTokens, row.OutputId, row.Cost));
        Assert.Equal(("Where is my refund?", "On its way."), (payload.Input, payload.Output));
        Assert.Equal(("down", (short)-1), Of(signals, "thumbs", s => (s.TextValue!, s.Polarity)));
        Assert.Equal(40, Of(signals, "accuracy", s => s.NumericValue));
        Assert.Equal("http_429", (await world.ReadAsync("he-2")).Row.ErrorKind);
    }

    [Fact]
    public async Task LabelStudio_AndArgilla_BecomeLabelsOfTheirPeople()
    {
        await using (var client = world.Connect())
        {
            client.Capture(ClientApp.Interaction("labeled-1"));
            await client.FlushAsync(TestContext.Current.CancellationToken);
        }

        var studio = Export("label-studio.json");
        await ImportTwiceAsync("label-studio", new ForeignOptions(null), studio);
        var argilla = Export("argilla-records.json");
        await ImportTwiceAsync("argilla", new ForeignOptions(null), argilla);
        await using var db = world.App.Database.CreateContext();
        var answers = await (
            from l in db.Labels
            from a in l.Answers
            join p in db.Labelers on l.LabelerId equals p.Id
            join i in db.Interactions on l.InteractionId equals i.Id
            where i.TraceId == "labeled-1"
            select new
            {
                p.Key,
                a.Criterion,
                a.Value,
            }
        ).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            [
                "ann@example.org quality 4",
                "ann@example.org resolved yes",
                "argilla:7c2e resolved yes",
                "argilla:9d1f resolved no",
                "label-studio:11 resolved no",
                "llm:judge-a resolved no",
            ],
            answers.Select(a => $"{a.Key} {a.Criterion} {a.Value}").Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json\n{\"x\":1}\n[1]\n{\"data\":[1,{}]}")]
    [InlineData("{\"trace_id\":\"\\ud83d\",\"id\":5,\"type\":{}}\n{\"data_type\":[],\"value\":{},\"trace_id\":\"t\"}")]
    public async Task UnreadableRecords_AreCountedAndStopNothing(string content)
    {
        foreach (var name in ForeignFormat.Names)
        {
            var lines = new Conversion();
            var format = ForeignFormat.Create(name, new ForeignOptions(null));
            var file = new FileInfo(Path.Combine(folder.FullName, "bad.jsonl"));
            await File.WriteAllTextAsync(file.FullName, content);
            await using var stream = file.OpenRead();
            await foreach (var (_, line) in ForeignFile.ConvertAsync(file, stream, format, lines, TestContext.Current.CancellationToken))
                using (JsonDocument.Parse(line)) { }
            Assert.True(content.Length == 0 || lines.Skipped.Count > 0 || lines.Records > 0);
        }
    }

    private static T Of<T>(List<Signal> signals, string name, Func<Signal, T> read) => read(Assert.Single(signals, s => s.Name == name));

    private static FileInfo Export(string name, [CallerFilePath] string path = "") =>
        new(Path.Combine(Path.GetDirectoryName(path)!, "Exports", name));

    /// <summary>Imports the files, and again: the second time changes nothing.</summary>
    private async Task ImportTwiceAsync(string format, ForeignOptions options, params FileInfo[] files)
    {
        var before = "";
        for (var n = 0; n < 2; n++)
        {
            Assert.True(
                await new ForeignImport(ForeignFormat.Create(format, options), files).RunAsync(
                    world.App.Services,
                    "acme",
                    TestContext.Current.CancellationToken
                )
            );
            await using var db = world.App.Database.CreateContext();
            var now =
                $"{await db.Interactions.CountAsync()} {await db.Signals.CountAsync()} {await db.Labels.CountAsync()} "
                + $"{await db.QuarantinedEvents.CountAsync()} {await db.PendingSignals.CountAsync()}";
            Assert.True(n == 0 || before == now, $"{before} became {now}");
            before = now;
        }
    }
}
