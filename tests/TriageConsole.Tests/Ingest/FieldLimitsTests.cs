using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core;
using TriageConsole.Data.Interactions;
using TriageConsole.Tests.Outcomes;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Ingest;

/// <summary>
/// Tests every field of the contract at its limits in UTF-16 code units: full, with a surrogate pair at the end, with a pair across the
/// limit, with trailing white space, with a NUL, and with half a pair. The values go through the real endpoint into the real database, and
/// back through the API and the rows. All are in one batch, and none may affect another.
/// </summary>
public sealed class FieldLimitsTests
{
    private const string Pair = "😀";
    private const string Keys = "\"trace_id\":\"@\",\"task_type\":\"limits\",\"task_id\":\"k\",\"model_version\":\"v\"";

    /// <summary>A field with its limit, its place in an API response (null: none) and its place in the row.</summary>
    private sealed record Field(
        string Name,
        int Limit,
        string? Api,
        Func<Interaction, InteractionPayload, Signal?, string?> Row,
        bool IsText = false
    );

    /// <summary>A value as JSON, and the expected stored value; null if it must be refused.</summary>
    private sealed record Value(string Json, string? Back);

    private static readonly Field[] OfTheEvent =
    [
        new("trace_id", 300, "interaction.trace_id", (i, _, _) => i.TraceId),
        new("task_id", 300, "interaction.task_id", (i, _, _) => i.TaskId),
        new("task_type", 200, "interaction.workflow", (i, _, _) => i.Workflow!.Key),
        new("session_id", 300, "interaction.session_id", (i, _, _) => i.SessionId),
        new("user_id", 300, "interaction.user_id", (i, _, _) => i.UserId),
        new("country", 300, "interaction.country", (i, _, _) => i.Country),
        new("segment", 300, "interaction.segment", (i, _, _) => i.Segment),
        new("input_hash", 300, null, (i, _, _) => i.InputHash),
        new("prompt_version", 300, "interaction.prompt_version", (i, _, _) => i.PromptVersion),
        new("model_id", 300, "interaction.model_id", (i, _, _) => i.ModelId),
        new("model_version", 300, "interaction.model_version", (i, _, _) => i.ModelVersion),
        new("served_model", 300, "interaction.served_model", (i, _, _) => i.ServedModel),
        new("deployment_id", 300, "interaction.deployment_id", (i, _, _) => i.DeploymentId),
        new("release", 300, "interaction.release", (i, _, _) => i.Release),
        new("knowledge_version", 300, "interaction.knowledge_version", (i, _, _) => i.KnowledgeVersion),
        new("output_id", 300, null, (i, _, _) => i.OutputId),
        new("consent_scope", 300, null, (i, _, _) => i.ConsentScope),
        new("outcome_metric_name", 300, "interaction.outcome_metric", (i, _, _) => i.OutcomeMetric),
        new("error", 300, "interaction.error_kind", (i, _, _) => i.ErrorKind),
        new("input", 1_000_000, "input", (_, p, _) => p.Input, IsText: true),
        new("output", 1_000_000, "output", (_, p, _) => p.Output, IsText: true),
    ];

    private static readonly Field[] OfTheSignal =
    [
        new("id", 100, null, (_, _, s) => s!.SignalKey),
        new("name", 200, "signals.0.name", (_, _, s) => s!.Name),
        new("user_id", 300, "signals.0.user_id", (_, _, s) => s!.UserId),
        new("role", 100, "signals.0.role", (_, _, s) => s!.Role),
        new("comment", 50_000, "signals.0.comment", (_, _, s) => s!.Comment, IsText: true),
        new("value", 50_000, "signals.0.text_value", (_, _, s) => s!.TextValue, IsText: true),
    ];

    [Fact]
    public async Task EveryField_AtItsLimits_IsStoredUnchangedOrRefusedByName()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "ingest", "read"));
        var sent = new List<(string Line, string Trace, Field Field, string? Back)>();
        foreach (var field in OfTheEvent)
        foreach (var (n, value) in Values(field).Index())
            sent.Add(
                (
                    Line(field, value, $"e-{field.Name}-{n}"),
                    field.Name == "trace_id" ? value.Back ?? "" : $"e-{field.Name}-{n}",
                    field,
                    value.Back
                )
            );
        foreach (var field in OfTheSignal)
        foreach (var (n, value) in Values(field).Index())
            sent.Add(
                (
                    $"{{{Keys.Replace("@", $"s-{field.Name}-{n}", StringComparison.Ordinal)},\"feedback\":[{Signal(field, value)}]}}",
                    $"s-{field.Name}-{n}",
                    field,
                    value.Back
                )
            );
        // The same for late signals, each on its own interaction.
        foreach (var field in OfTheSignal)
        {
            foreach (var (n, value) in Values(field).Index().Where(v => v.Item.Back is not null))
            {
                var trace = $"l-{field.Name}-{n}";
                sent.Add(($"{{{Keys.Replace("@", trace, StringComparison.Ordinal)}}}", trace, field, value.Back));
                sent.Add(($"{{\"kind\":\"feedback\",\"trace_id\":\"{trace}\",{Signal(field, value)[1..]}", "", field, null));
            }
        }

        using var answer = await client.PostAsync(
            new Uri("/api/v1/events", UriKind.Relative),
            new StringContent(string.Join('\n', sent.Select(s => s.Line))),
            TestContext.Current.CancellationToken
        );
        var told = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var refused = sent.Index()
            .Where(s => s.Item.Back is null && !s.Item.Line.Contains("\"kind\"", StringComparison.Ordinal))
            .Select(s => s.Index + 1)
            .ToList();
        Assert.Equal(refused, told.GetProperty("quarantined").EnumerateArray().Select(q => q.GetProperty("line").GetInt32()).Order());
        Assert.All(told.GetProperty("quarantined").EnumerateArray(), q => Assert.Equal("too_long", q.GetProperty("reason").GetString()));

        foreach (var (_, trace, field, back) in sent.Where(s => s.Back is not null))
        {
            Assert.Equal((field.Name, trace, Short(back)), (field.Name, trace, Short(await StoredAsync(app, trace, field))));
            using var read = await client.GetAsync(
                new Uri($"/api/v1/interactions/{Uri.EscapeDataString(trace)}", UriKind.Relative),
                TestContext.Current.CancellationToken
            );
            Assert.Equal((trace, HttpStatusCode.OK), (trace, read.StatusCode));
            if (field.Api is not null)
                Assert.Equal(
                    (field.Name, trace, Short(back)),
                    (
                        field.Name,
                        trace,
                        Short(At(await read.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken), field.Api))
                    )
                );
        }

        foreach (
            var list in new[]
            {
                "interactions?limit=500",
                "workflows",
                "outcomes?by=segment",
                "outcomes?by=country",
                "outcomes?by=model_version",
                "outcomes?by=release",
            }
        )
        {
            using var read = await client.GetAsync(new Uri($"/api/v1/{list}", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal((list, HttpStatusCode.OK), (list, read.StatusCode));
        }
    }

    [Fact]
    public async Task DerivedValues_OfKeysAtTheirLimits_Fit()
    {
        await using var world = await IngestFixture.CreateAsync();
        var (session, trace, metric, name) = (new string('s', 300), new string('t', 300), new string('m', 300), new string('n', 200));
        var pairs = string.Concat(Enumerable.Repeat(Pair, 150));
        var result = await world.SendAsync(
            IngestFixture.Event("a", $"\"session_id\":\"{session}\",\"feedback\":[{{\"name\":\"rating\",\"value\":1}}]"),
            IngestFixture.Event("b", $"\"session_id\":\"{pairs}\",\"feedback\":[{{\"name\":\"rating\",\"value\":1}}]"),
            IngestFixture.Event(trace, "\"feedback\":[{\"name\":\"rating\",\"value\":1}]"),
            IngestFixture.Event(
                "c",
                $"\"outcome_metric_name\":\"{metric}\",\"outcome_metric_value\":0,\"model_id\":\"{pairs}\","
                    + $"\"release\":\"{session}\",\"segment\":\"{session}\",\"country\":\"{session}\""
            ),
            $$"""{"kind":"retrieval","trace_id":"a","name":"{{name}}","document_id":"{{trace}}"}""",
            $$"""{"kind":"retrieval","trace_id":"a","name":"{{name[1..]}}x"}""",
            $$"""{"kind":"outcome","trace_id":"a","outcome_metric_name":"{{metric}}","outcome_metric_value":0}""",
            $$"""{"kind":"outcome","task_type":"{{name}}","task_id":"{{trace}}","outcome_metric_name":"{{metric}}","outcome"""
                + $$"""_metric_value":0}""",
            $$"""{"kind":"feedback","trace_id":"{{pairs}}","name":"{{name}}","value":1,"user_id":"{{session}}","rol"""
                + $$"""e":"{{name[..100]}}","id":"{{name[..100]}}"}""",
            IngestFixture.Event(
                "d",
                "\"error\":\"e\",\"feedback\":[{\"id\":\"derived:error\",\"name\":\"rating\",\"value\":1},"
                    + "{\"id\":\"derived:outcome\",\"name\":\"rating\",\"value\":5}],\"outcome_metric_name\":\"ok\","
                    + "\"outcome_metric_value\":0"
            )
        );
        Assert.Equal((5, 3, 2, 0), (result.Accepted, result.Joined, result.Waiting, result.QuarantinedCount));
        Assert.Equal(2, await world.QueryAsync(db => db.Signals.CountAsync(s => s.Name.StartsWith("retrieval."))));
        Assert.Equal(
            4,
            await world.QueryAsync(db => db.Signals.CountAsync(s => db.Interactions.Any(i => i.Id == s.InteractionId && i.TraceId == "d")))
        );
        Assert.Equal(
            2,
            (
                await world.SendAsync(
                    IngestFixture.Event(pairs),
                    IngestFixture.Event("e", task: trace).Replace("\"support\"", $"\"{name}\"", StringComparison.Ordinal)
                )
            ).JoinedFromWaiting
        );
        await RollupTests.AssertRollupsAsync(world);
        await world.AssertCountersAsync();
    }

    [Fact]
    public async Task KeysThatDifferInTrailingWhiteSpace_AreOne()
    {
        await using var world = await IngestFixture.CreateAsync();
        var result = await world.SendAsync(
            IngestFixture.Event("a"),
            IngestFixture.Event("a "),
            IngestFixture.Event("b", task: "k ").Replace("\"support\"", "\"support  \"", StringComparison.Ordinal),
            """{"kind":"feedback","trace_id":"a\t","name":"rating ","value":1}"""
        );
        Assert.Equal((2, 1, 1), (result.Accepted, result.Duplicates, result.Joined));
        Assert.Equal(1, await world.QueryAsync(db => db.Workflows.CountAsync()));
    }

    private static IEnumerable<Value> Values(Field field)
    {
        var (full, limit) = (new string('a', field.Limit), field.Limit);
        yield return new Value($"\"{full}\"", full);
        yield return new Value($"\"b{full[3..]}{Pair}\"", $"b{full[3..]}{Pair}");
        yield return new Value($"\"c{full[2..]}{Pair}\"", field.IsText ? $"c{full[2..]}" : null);
        yield return new Value($"\"d{full[1..]}  \"", $"d{full[1..]}");
        yield return new Value("\"e\\u0000\"", "e\uFFFD");
        yield return new Value("\"f\\ud83d\"", "f\uFFFD");
        yield return new Value("\"\\ude00g\"", "\uFFFDg");
        yield return new Value("\"h \"", field.IsText ? "h " : "h");
        yield return new Value(
            $"\"i{string.Concat(Enumerable.Repeat("\\ud83d", limit < 1000 ? limit - 1 : 1000))}\"",
            "i" + new string('\uFFFD', limit < 1000 ? limit - 1 : 1000)
        );
    }

    /// <summary>Each event has feedback without a user, whose source is the session.</summary>
    private static string Line(Field field, Value value, string trace)
    {
        var keys = Keys.Replace("@", trace, StringComparison.Ordinal)
            .Split(',')
            .Where(k => !k.StartsWith($"\"{field.Name}\"", StringComparison.Ordinal));
        return $"{{{string.Join(',', keys)},\"{field.Name}\":{value.Json},\"outcome_metric_value\":0,"
            + $"\"feedback\":[{{\"name\":\"rating\",\"value\":1}}]}}";
    }

    private static string Signal(Field field, Value value) =>
        $"{{{(field.Name == "name" ? "" : "\"name\":\"note\",")}\"{field.Name}\":{value.Json}}}";

    private static async Task<string?> StoredAsync(TestApp app, string trace, Field field)
    {
        await using var db = app.Database.CreateContext();
        var row = await db.Interactions.AsNoTracking().Include(i => i.Workflow).SingleAsync(i => i.TraceId == trace);
        return field.Row(
            row,
            await db.InteractionPayloads.AsNoTracking().SingleAsync(p => p.InteractionId == row.Id),
            await db.Signals.AsNoTracking().OrderBy(s => s.Id).FirstOrDefaultAsync(s => s.InteractionId == row.Id)
        );
    }

    private static string? At(JsonElement answer, string path)
    {
        foreach (var step in path.Split('.'))
            answer =
                answer.ValueKind == JsonValueKind.Array
                    ? answer[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]
                    : answer.GetProperty(step);
        return answer.GetString();
    }

    /// <summary>A text short enough for a failure message.</summary>
    private static string? Short(string? text) =>
        text is { Length: > 400 } ? $"{text.Length} {text[..4]}…{text[^4..]} {Texts.Key(text, 40)}" : text;
}
