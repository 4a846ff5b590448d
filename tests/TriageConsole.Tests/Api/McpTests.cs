using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ModelContextProtocol.Client;
using TriageConsole.Data.Access;
using TriageConsole.Data.Labeling;
using TriageConsole.Tests.Shared;
using static TriageConsole.Tests.Api.McpCalls;

namespace TriageConsole.Tests.Api;

/// <summary>The tools of the console for assistants, called by a client of the protocol over HTTP.</summary>
public sealed class McpTests
{
    private static readonly string[] Reading =
    [
        "compare_releases",
        "find_interactions",
        "list_flags",
        "list_patterns",
        "list_releases",
        "list_workflows",
        "read_interaction",
        "read_loop_report",
        "read_outcomes",
        "read_queue",
        "read_release",
    ];

    private static readonly string[] Writing = ["add_label", "reply_to_flag", "resolve_flag"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tools_AreThoseOfTheKeysScopes_AndOthersAreRefused()
    {
        await using var app = await StartAsync();
        await using var reader = await ConnectAsync(app, "acme", "read");
        await using var labeler = await ConnectAsync(app, "acme", "label");
        Assert.Equal(Reading, await NamesAsync(reader));
        Assert.Equal(Writing, await NamesAsync(labeler));
        await using var admin = await ConnectAsync(app, "acme", "admin");
        Assert.Equal(Reading.Concat(Writing).Order(StringComparer.Ordinal), await NamesAsync(admin));
        await Assert.ThrowsAnyAsync<Exception>(() => CallAsync(reader, "add_label", Label("yes")));
        await Assert.ThrowsAnyAsync<Exception>(() => CallAsync(labeler, "list_workflows", []));
        Assert.Equal(0, await LabelsAsync(app));

        await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync(app, "acme", "ingest"));
        using var anonymous = app.CreateClient();
        using var answer = await anonymous.PostAsync(new Uri("/mcp", UriKind.Relative), null, Cancelled);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        // A person's cookie is no key: another site must not be able to use it.
        var person = await app.SignInAsync("acme", Role.Admin);
        using var signedIn = await person.Client.PostAsync(new Uri("/mcp", UriKind.Relative), null, Cancelled);
        Assert.Equal(HttpStatusCode.Unauthorized, signedIn.StatusCode);
    }

    [Fact]
    public async Task EachReadingTool_AnswersWithTheJsonOfTheApi_ForTheTenantOfTheKey()
    {
        await using var app = await StartAsync();
        await using var client = await ConnectAsync(app, "acme", "read");
        using var api = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "read"));
        foreach (
            var (tool, arguments, path) in new (string, Dictionary<string, object?>, string)[]
            {
                ("list_workflows", [], "workflows"),
                ("read_loop_report", Of("support"), "reports/support"),
                ("list_patterns", Of("support"), "patterns?workflow=support"),
                ("read_outcomes", Of("support"), "outcomes?workflow=support"),
                ("list_releases", Of("support"), "releases?workflow=support"),
                ("read_queue", Of("support"), "queue?workflow=support&limit=20"),
                ("find_interactions", Of("support"), "interactions?workflow=support&limit=20"),
                ("list_flags", Of("support"), "flags?workflow=support"),
                ("read_interaction", new() { ["trace_id"] = "t1" }, "interactions/t1"),
            }
        )
        {
            using var expected = JsonDocument.Parse(await api.GetStringAsync(new Uri("/api/v1/" + path, UriKind.Relative), Cancelled));
            using var actual = JsonDocument.Parse(await CallAsync(client, tool, arguments));
            Assert.True(JsonElement.DeepEquals(expected.RootElement, actual.RootElement), $"{tool}: {actual.RootElement}");
        }

        var report = await CallAsync(client, "read_loop_report", Of("support", ("week", "2026-W40")));
        Assert.Contains("\"2026-W40\"", report, StringComparison.Ordinal);
        await using var stranger = await ConnectAsync(app, "other", "read");
        foreach (var tool in new[] { "read_loop_report", "list_patterns", "read_outcomes", "list_releases", "read_queue", "list_flags" })
            Assert.Contains("no workflow 'support'", await RefusalAsync(stranger, tool, Of("support")), StringComparison.Ordinal);
        Assert.Contains("t1", await RefusalAsync(stranger, "read_interaction", new() { ["trace_id"] = "t1" }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("read_loop_report", "week", "next", "week must be an ISO week")]
    [InlineData("list_patterns", "state", "old", "state is one of new, acknowledged")]
    [InlineData("read_outcomes", "by", "weather", "by is one of")]
    [InlineData("read_queue", "cursor", "x", "cursor is not a cursor")]
    [InlineData("find_interactions", "limit", 101, "limit is a number from 1 to 100")]
    [InlineData("find_interactions", "text", "a\0b", "text has a null character")]
    [InlineData("read_outcomes", "from", "yesterday", "from is not a time in ISO 8601")]
    [InlineData("find_interactions", "to", "9999-12-31T23:59:59-14:00", "to is not a time in ISO 8601")]
    [InlineData("list_flags", "page", 0, "page is a whole number")]
    [InlineData("read_queue", "workflow", "a\0b", "no workflow")]
    [InlineData("read_release", "id", 99, "no release 99")]
    public async Task BadArguments_SayWhatIsWrong(string tool, string name, object value, string words)
    {
        await using var app = await StartAsync();
        await using var client = await ConnectAsync(app, "acme", "read");
        Dictionary<string, object?> arguments = tool == "read_release" ? [] : Of("support");
        arguments[name] = value;
        Assert.Contains(words, await RefusalAsync(client, tool, arguments), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("read_outcomes", "solved")]
    [InlineData("find_interactions", "t1")]
    public async Task Times_AtTheEndsOfTheCalendar_AreTaken(string tool, string found)
    {
        await using var app = await StartAsync();
        await using var client = await ConnectAsync(app, "acme", "read");
        var all = await CallAsync(client, tool, Of("support", ("from", "0001-01-01T00:00:00Z"), ("to", "9999-12-31T23:59:59Z")));
        Assert.Contains($"\"{found}\"", all, StringComparison.Ordinal);
        var none = await CallAsync(client, tool, Of("support", ("from", "9999-12-31T00:00:00+14:00")));
        Assert.DoesNotContain($"\"{found}\"", none, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LabelOfAnAssistant_IsOneOfAJudge_OnceHoweverOftenItIsSent()
    {
        await using var app = await StartAsync();
        await using var client = await ConnectAsync(app, "acme", "label");
        Assert.Contains("\"accepted\":1", await CallAsync(client, "add_label", Label("yes")), StringComparison.Ordinal);
        Assert.Contains("\"duplicates\":1", await CallAsync(client, "add_label", Label("yes")), StringComparison.Ordinal);
        Assert.Contains("\"revised\":1", await CallAsync(client, "add_label", Label("no")), StringComparison.Ordinal);
        using var api = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "read"));
        using var label = JsonDocument.Parse(
            Assert.Single((await api.GetStringAsync(new Uri("/api/v1/labels", UriKind.Relative), Cancelled)).Trim().Split('\n'))
        );
        Assert.Equal(
            ("t1", "llm:helper-2", "quality", "no"),
            (Text(label, "trace_id"), Text(label, "labeler_id"), Text(label, "rubric_key"), Text(label, "value"))
        );
        await using var db = app.Database.CreateContext();
        Assert.Equal(LabelerKind.Judge, (await db.Labelers.SingleAsync(Cancelled)).Kind);
        Assert.Equal(
            "There is no interaction absent. Send its event first.",
            await RefusalAsync(client, "add_label", Label("yes", "absent"))
        );
        var unnamed = Label("yes");
        unnamed["assistant"] = " ";
        Assert.Contains("assistant is the name", await RefusalAsync(client, "add_label", unnamed), StringComparison.Ordinal);
    }

    private static async Task<TestApp> StartAsync()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 10, 12, 8, 0, 0, TimeSpan.Zero));
        var app = await TestApp.StartAsync(b => b.Services.AddSingleton<TimeProvider>(time));
        using var ingest = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "ingest"));
        using var body = new StringContent(
            """{"trace_id":"t1","task_type":"support","task_id":"k1","model_version":"v1","timestamp":"2026-10-01T10:00:00Z","""
                + """ "input":"Where is it?","output":"On its way.","outcome_metric_name":"solved","outcome_metric_value":1}"""
                + "\n"
                + """{"trace_id":"t2","task_type":"support","task_id":"k2","model_version":"v2","timestamp":"2026-10-02T10:00:00Z","""
                + """ "input":"And now?","output":"Soon."}"""
        );
        using var answer = await ingest.PostAsync(new Uri("/api/v1/events", UriKind.Relative), body, Cancelled);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancelled));
        return app;
    }

    private static async Task<string[]> NamesAsync(McpClient client) =>
        [.. (await client.ListToolsAsync(cancellationToken: Cancelled)).Select(t => t.Name).Order(StringComparer.Ordinal)];

    private static Dictionary<string, object?> Of(string workflow, params (string Name, object? Value)[] more) =>
        more.Append(("workflow", workflow)).ToDictionary(p => p.Item1, p => p.Item2);

    private static Dictionary<string, object?> Label(string value, string trace = "t1") =>
        new()
        {
            ["trace_id"] = trace,
            ["question"] = "quality",
            ["value"] = value,
            ["assistant"] = "helper-2",
        };

    private static string? Text(JsonDocument document, string name) => document.RootElement.GetProperty(name).GetString();

    private static async Task<int> LabelsAsync(TestApp app)
    {
        await using var db = app.Database.CreateContext();
        return await db.Labels.CountAsync(Cancelled);
    }
}
