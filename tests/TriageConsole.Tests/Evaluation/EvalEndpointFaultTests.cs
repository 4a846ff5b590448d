using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TriageConsole.Data.Evaluation;
using TriageConsole.Features.Evaluation.Endpoints;

namespace TriageConsole.Tests.Evaluation;

/// <summary>Endpoints that fail, respond unusually or are removed.</summary>
public sealed class EvalEndpointFaultTests
{
    [Fact]
    public async Task Endpoint_ThatFailsTemporarily_IsRetried_AndOtherErrorsAreReportedPerItem()
    {
        string[] inputs =
        [
            "fine",
            "fails once",
            "busy once",
            "busy for long",
            "fails always",
            "refuses",
            "no JSON",
            "no choices",
            "a tool",
            "in parts",
            "huge",
            "never",
            "drips",
            "breaks off",
            "elsewhere",
        ];
        var log = new LogRecorder();
        await using var w = await EvalWorld.CreateAsync(
            inputs,
            o => (o.Retries, o.MaxResponseBytes, o.FailuresInARow) = (1, 20_000, 100),
            s => s.AddLogging(b => b.SetMinimumLevel(LogLevel.Trace).AddProvider(log))
        );
        var run = await w.RunAsync(w.Ask(sample: 50, timeout: 1, parallel: 16));
        Assert.Equal((EvalState.Finished, inputs.Length, inputs.Length), (run.Run.State, run.Run.Total, run.Run.Done));
        var items = (await w.ItemsAsync(run)).ToDictionary(i => i.Input!);
        Assert.Equal(
            ["busy once", "fails once", "fine", "in parts"],
            items.Values.Where(i => i.CandidateOutput is not null).Select(i => i.Input).Order()
        );
        Assert.Equal("Part one, part \uFFFD two", items["in parts"].CandidateOutput);
        string ErrorOf(string input) => items[input].Row.Error!;
        Assert.Equal("The endpoint returned 429. It requests a wait of 7200 s.", ErrorOf("busy for long"));
        Assert.Equal("The endpoint returned 503. Tried 2 times.", ErrorOf("fails always"));
        Assert.Equal("The endpoint returned 401: Incorrect key …", ErrorOf("refuses"));
        Assert.Equal("The endpoint's response is malformed: it is a web page, not JSON. Check the address.", ErrorOf("no JSON"));
        Assert.Equal("The endpoint's response is malformed: it has no choices.", ErrorOf("no choices"));
        Assert.Equal("The endpoint's response is malformed: its message calls a tool and has no text.", ErrorOf("a tool"));
        Assert.Equal("The endpoint's response is larger than 19 KB.", ErrorOf("huge"));
        Assert.All(
            ["never", "drips", "breaks off"],
            input => Assert.Equal("The endpoint is unreachable or did not respond in time. Tried 2 times.", ErrorOf(input))
        );
        Assert.StartsWith("The endpoint returned 307", ErrorOf("elsewhere"), StringComparison.Ordinal);
        int Calls(string input) => w.Server.Calls.Count(c => c.Last == input);
        Assert.Equal(
            (2, 2, 2, 1, 1, 1, 2, 1),
            (
                Calls("fails once"),
                Calls("busy once"),
                Calls("fails always"),
                Calls("busy for long"),
                Calls("refuses"),
                Calls("no JSON"),
                Calls("never"),
                Calls("elsewhere")
            )
        );
        Assert.Contains(
            "3 items without an output: The endpoint is unreachable or did not respond in time.",
            run.Message,
            StringComparison.Ordinal
        );
        // Neither the key nor a text of a person is in a log or a message, at any level.
        Assert.DoesNotContain(
            log.Lines,
            l => l.Contains(EvalWorld.Secret, StringComparison.Ordinal) || l.Contains("Answer to:", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(
            EvalWorld.Secret,
            run.Message + string.Concat(items.Values.Select(i => i.Row.Error)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task UnusualResponses_AreRead_AndTruncationIsNoted()
    {
        await using var w = await EvalWorld.CreateAsync(
            ["a mark", "half", "packed", "cut off", "fine", "broken packing", "a bomb", "an error"],
            o => (o.Retries, o.MaxResponseBytes) = (0, 20_000)
        );
        var run = await w.RunAsync(w.Ask(sample: 50));
        var items = (await w.ItemsAsync(run)).ToDictionary(i => i.Input!);
        Assert.Equal(
            [
                ("a mark", "Answer to: a mark"),
                ("cut off", "Half an ans"),
                ("fine", "Answer to: fine"),
                ("half", "Half \uFFFD of it"),
                ("packed", "Answer to: packed"),
            ],
            items
                .Values.Where(i => i.CandidateOutput is not null)
                .Select(i => (i.Input!, i.CandidateOutput!))
                .OrderBy(i => i.Item1, StringComparer.Ordinal)
        );
        Assert.Equal("The endpoint's response is malformed: its compression is damaged.", items["broken packing"].Row.Error);
        Assert.Equal("The endpoint's response is larger than 19 KB.", items["a bomb"].Row.Error);
        Assert.Equal("The endpoint returned an error: The model is overloaded", items["an error"].Row.Error);
        Assert.Equal("The response was truncated at the length limit (finish_reason: length).", items["cut off"].Note);
        Assert.Equal((EvalItemState.Scored, null), (items["cut off"].Row.State, items["cut off"].Row.Error));
        Assert.All(items.Values.Where(i => i.Input != "cut off"), i => Assert.Null(i.Note));
        Assert.Contains("1 output did not end normally", run.Message, StringComparison.Ordinal);
        Assert.Equal(3, run.Run.Failed);
        // The note stays with the output when it is scored again.
        var again = (await w.Service.RescoreAsync(w.Lead, run.Run.Id)).Value.RunId;
        Assert.True(await w.Runner.RunNextAsync());
        var rescored = (await w.Reader.OpenAsync(w.Lead, again))!;
        Assert.Equal(
            "The response was truncated at the length limit (finish_reason: length).",
            (await w.ItemsAsync(rescored)).Single(i => i.Input == "cut off").Note
        );
    }

    [Fact]
    public async Task Endpoint_ThatNeverResponds_FailsTheRunWithAMessage()
    {
        await using var w = await EvalWorld.CreateAsync(
            [.. Enumerable.Range(0, 30).Select(n => $"never {n}")],
            o => (o.Retries, o.FailuresInARow) = (0, 3)
        );
        w.Server.Gate = new TaskCompletionSource();
        var run = await w.RunAsync(w.Ask(sample: 50, timeout: 1, parallel: 2));
        Assert.Equal((EvalState.Failed, 30, 30), (run.Run.State, run.Run.Done, run.Run.Failed));
        Assert.StartsWith("No item has an output:", run.Message, StringComparison.Ordinal);
        Assert.Contains("Not called: the endpoint did not respond 3 times in a row.", run.Message, StringComparison.Ordinal);
        Assert.InRange(w.Server.Calls.Count, 3, 5);
        Assert.Empty(await w.Evidence.LatestAsync(w.Workflow.Id, [w.CandidateId]));
    }

    [Fact]
    public async Task RemovedEndpoint_IsReported()
    {
        await using var w = await EvalWorld.CreateAsync(["one"], o => o.Retries = 0);
        var id = await w.StartAsync(w.Ask(sample: 5));
        await w.Fixture.Get<EndpointService>().RemoveAsync(w.Admin, w.EndpointId, removed: true);
        await w.Runner.RunNextAsync();
        Assert.Contains("The endpoint is disabled.", (await w.Reader.OpenAsync(w.Lead, id))!.Message, StringComparison.Ordinal);
        var endpoints = w.Fixture.Get<EndpointService>();
        await endpoints.RemoveAsync(w.Admin, w.EndpointId, removed: false);
        // A key that cannot be decrypted (key ring of another database) is reported, not thrown.
        await w.Fixture.QueryAsync(db => db.ModelEndpoints.ExecuteUpdateAsync(s => s.SetProperty(e => e.ProtectedKey, "CfDJ8broken")));
        Assert.Contains("cannot be decrypted", (await w.RunAsync(w.Ask(sample: 5))).Message, StringComparison.Ordinal);
    }

    /// <summary>Records all log lines.</summary>
    private sealed class LogRecorder : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> lines = new();

        public IEnumerable<string> Lines => lines;

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose() { }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => lines.Enqueue($"{formatter(state, exception)} {exception}");
    }
}
