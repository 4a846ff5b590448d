using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;
using TriageConsole.Data.Patterns;
using TriageConsole.Features.Interactions;
using TriageConsole.Features.Notices;
using TriageConsole.Features.Patterns;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Patterns;

/// <summary>Pattern states, owners and regressions.</summary>
public sealed class PatternServiceTests
{
    private static readonly DateTimeOffset Noon = PatternWorld.Noon;

    [Fact]
    public async Task Change_OfStateAndOwner_IsKept_AndTheSecondLeadGetsAConflict()
    {
        var (world, workflow, mira, german) = await FoundAsync();
        await using var _ = world;
        var (patterns, noor) = (world.Services.Get<PatternService>(), await world.LeadAsync("Noor"));
        var seen = (await patterns.ReadAsync(mira, workflow, german.Id))!.Standing;
        Assert.True((await patterns.ChangeAsync(mira, workflow, german.Id, seen, PatternState.Acknowledged, mira.UserId)).Ok);
        Assert.Contains(
            "Another user changed this pattern",
            (await patterns.ChangeAsync(noor, workflow, german.Id, seen, PatternState.Fixing, noor.UserId)).Message,
            StringComparison.Ordinal
        );
        var now = (await patterns.ReadAsync(noor, workflow, german.Id))!;
        Assert.Equal(
            (new PatternStanding(PatternState.Acknowledged, mira.UserId), "Mira", "acknowledged"),
            (now.Standing, now.StateChangedBy, now.Pattern.State)
        );
        Assert.Equal(["Mira", "Noor"], now.People.Select(p => p.Name));
        Assert.Equal((19, "v1"), (now.Versions.Single().Failures, now.Versions.Single().Version));
        Assert.Equal(19, now.Failures.Items.Count);
    }

    [Fact]
    public async Task TwoLeads_AtTheSameTime_OneGetsAConflict()
    {
        var (world, workflow, mira, german) = await FoundAsync();
        await using var _ = world;
        var patterns = world.Services.Get<PatternService>();
        var seen = new PatternStanding(PatternState.New, null);
        var answers = await Task.WhenAll(
            patterns.ChangeAsync(mira, workflow, german.Id, seen, PatternState.Acknowledged, null),
            patterns.ChangeAsync(mira, workflow, german.Id, seen, PatternState.Fixing, null)
        );
        Assert.Single(answers, a => a.Ok);
        Assert.Single(answers, a => a.IsConflict);
    }

    [Fact]
    public async Task Pattern_OfAnotherTenant_CannotBeReadChangedOrOwned()
    {
        var (world, workflow, mira, german) = await FoundAsync();
        await using var _ = world;
        var patterns = world.Services.Get<PatternService>();
        var stranger = new PersonAccess(99, "Stranger", [new Grant(Role.Lead, workflow.TenantId + 1, null)]);
        await Assert.ThrowsAsync<AccessDeniedException>(() => patterns.ListAsync(stranger, workflow));
        await Assert.ThrowsAsync<AccessDeniedException>(() => patterns.ReadAsync(stranger, workflow, german.Id));
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            patterns.ChangeAsync(stranger, workflow, german.Id, new PatternStanding(PatternState.New, null), PatternState.Fixed, null)
        );
        Assert.Empty(await patterns.OverviewAsync(stranger));
        var failure = await world.Services.QueryAsync(db =>
            db.PatternMembers.Where(m => m.PatternId == german.Id).Select(m => m.InteractionId).FirstAsync()
        );
        Assert.Null(await world.Services.Get<IErrorClasses>().ExplainAsync(stranger, failure));
        var own = new WorkflowRef(workflow.Id + 1, workflow.TenantId + 1, "other", workflow.Key, "other", true, null);
        Assert.Null(await patterns.ReadAsync(stranger, own, german.Id));
        Assert.Equal(
            "The pattern does not exist any more.",
            (
                await patterns.ChangeAsync(stranger, own, german.Id, new PatternStanding(PatternState.New, null), PatternState.Fixed, null)
            ).Message
        );

        var outsider = await world.Services.QueryAsync(async db =>
        {
            var user = new AppUser
            {
                UserName = "out",
                DisplayName = "Out",
                Email = "out@example.org",
            };
            db.Users.Add(user);
            await db.SaveChangesAsync();
            return user.Id;
        });
        Assert.Contains(
            "Only leads of the workflow",
            (
                await patterns.ChangeAsync(
                    mira,
                    workflow,
                    german.Id,
                    new PatternStanding(PatternState.New, null),
                    PatternState.New,
                    outsider
                )
            ).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task FixedPattern_LeavesTheRanking_AndReturnsAsARegressionWithOneNotice()
    {
        var (world, workflow, mira, german) = await FoundAsync();
        await using var _ = world;
        var (patterns, search, notices) = (
            world.Services.Get<PatternService>(),
            world.Services.Get<PatternSearch>(),
            world.Services.Get<NoticeService>()
        );
        world.Clock.Now = Noon.AddHours(1);
        Assert.True(
            (
                await patterns.ChangeAsync(mira, workflow, german.Id, new PatternStanding(PatternState.New, null), PatternState.Fixed, null)
            ).Ok
        );
        Assert.DoesNotContain((await patterns.ListAsync(mira, workflow)).Patterns, p => p.Current && p.Id == german.Id);
        Assert.Single(await patterns.OverviewAsync(mira));

        // Failures before the fix do not count.
        await world.SendAsync(Noon.AddMinutes(70), 30, 0, "DE");
        Assert.True(await search.SearchAsync(workflow.Id));
        Assert.Equal(("fixed", false), await StateAsync());

        world.Clock.Now = Noon.AddHours(3);
        await world.SendAsync(Noon.AddHours(2), 30, 25, "DE");
        await world.SendAsync(Noon.AddHours(2), 30, 1);
        Assert.True(await search.SearchAsync(workflow.Id));
        Assert.Equal(("regressed", true), await StateAsync());
        var notice = Assert.Single(await notices.UnreadAsync(mira.UserId));
        Assert.StartsWith("Regression in support: ", notice.Text, StringComparison.Ordinal);
        Assert.True(await search.SearchAsync(workflow.Id));
        Assert.Single(await notices.UnreadAsync(mira.UserId));

        async Task<(string, bool)> StateAsync() =>
            (await patterns.ReadAsync(mira, workflow, german.Id))!.Pattern is var p ? (p.State, p.Current) : default;
    }

    [Fact]
    public async Task Explanation_OfAFailure_HasClassReasonActionAndPatterns()
    {
        var (world, workflow, mira, german) = await FoundAsync(alone: true);
        await using var _ = world;
        var classes = world.Services.Get<IErrorClasses>();
        var rows = await world.Services.QueryAsync(db =>
            db.Interactions.Where(i => i.NeedsReview)
                .Select(i => new
                {
                    i.Id,
                    i.Country,
                    i.ErrorKind,
                })
                .ToListAsync()
        );
        var inside = await classes.ExplainAsync(mira, rows.First(r => r.Country == "DE").Id);
        Assert.Equal(("systematic", german.Action), (inside!.ErrorClass, inside.Action));
        Assert.StartsWith("Inside the pattern country = DE: ", inside.Reason, StringComparison.Ordinal);
        Assert.Contains(
            inside.Patterns,
            p => p.Current && p.Name == "country = DE" && p.Link.Contains($"/{german.Id}?tenant=", StringComparison.Ordinal)
        );
        var outside = await classes.ExplainAsync(mira, rows.First(r => r.Country != "DE" && r.ErrorKind is null).Id);
        Assert.Equal(("one-off", 0), (outside!.ErrorClass, outside.Patterns.Count));
        Assert.Equal("In no pattern; 1 of 40 interactions in its window need review.", outside.Reason);
        var fine = await world.Services.QueryAsync(db => db.Interactions.Where(i => !i.NeedsReview).Select(i => i.Id).FirstAsync());
        Assert.Null(await classes.ExplainAsync(mira, fine));
    }

    [Fact]
    public async Task Api_OfWindowsAndPatterns_AnswersItsTenantAndReportsInvalidParameters()
    {
        await using var app = await TestApp.StartAsync();
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "ingest", "read"));
        var at = TimeProvider
            .System.GetUtcNow()
            .AddHours(-1)
            .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        const string thumbsDown = ""","feedback":[{"feedback_type":"explicit","name":"thumbs_down","value":true}]""";
        var lines = Enumerable
            .Range(0, 80)
            .Select(n =>
                $$"""{"trace_id":"t{{n}}","task_type":"s","task_id":"k{{n}}","model_version":"v1","timestamp":"{{at}}","count"""
                + $$"""ry":"{{(n % 2 == 0 ? "DE" : "FR")}}"{{(n % 2 == 0 && n % 20 != 0 ? thumbsDown : "")}}}"""
            );
        using var sent = await client.PostAsync(new Uri("/api/v1/events", UriKind.Relative), new StringContent(string.Join('\n', lines)));
        var workflow = await WorkflowIdAsync(app);
        while (await app.Get<WindowCloser>().CloseDueAsync() > 0) { }

        await app.Get<PatternSearch>().SearchAsync(workflow);

        var window = Assert.Single((await GetAsync(client, "/api/v1/windows?workflow=s")).GetProperty("windows").EnumerateArray());
        Assert.Equal(
            (80, 36, "high"),
            (
                window.GetProperty("events").GetInt32(),
                window.GetProperty("negatives").GetInt32(),
                window.GetProperty("severity").GetString()
            )
        );
        Assert.Equal(0, (await GetAsync(client, "/api/v1/windows?workflow=s&to=2020-01-01")).GetProperty("windows").GetArrayLength());
        var page = await GetAsync(client, "/api/v1/windows?workflow=s&limit=1");
        Assert.Equal(
            0,
            (await GetAsync(client, $"/api/v1/windows?workflow=s&to={Uri.EscapeDataString(page.GetProperty("next_cursor").GetString()!)}"))
                .GetProperty("windows")
                .GetArrayLength()
        );

        var found = await GetAsync(client, "/api/v1/patterns?workflow=s");
        Assert.Equal(80, found.GetProperty("search").GetProperty("interactions").GetInt32());
        Assert.Contains(
            found.GetProperty("patterns").EnumerateArray(),
            p => p.GetProperty("name").GetString() == "country = DE" && p.GetProperty("error_class").GetString() == "systematic"
        );
        Assert.Equal(0, (await GetAsync(client, "/api/v1/patterns?workflow=s&state=fixed")).GetProperty("patterns").GetArrayLength());

        foreach (
            var bad in new[]
            {
                "windows",
                "windows?workflow=s&from=yesterday",
                "windows?workflow=s&limit=0",
                "windows?workflow=s&limit=x",
                "patterns",
                "patterns?workflow=s&state=broken",
                "patterns?workflow=s&all=maybe",
            }
        )
        {
            using var answer = await client.GetAsync(new Uri("/api/v1/" + bad, UriKind.Relative));
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{bad} answered {answer.StatusCode}");
        }

        var other = app.CreateApiClient(await app.CreateApiKeyAsync("globex", "read"));
        foreach (var path in new[] { "windows", "patterns" })
        {
            using var answer = await other.GetAsync(new Uri($"/api/v1/{path}?workflow=s", UriKind.Relative));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    private static async Task<long> WorkflowIdAsync(TestApp app)
    {
        await using var db = app.Database.CreateContext();
        return await db.Workflows.Select(w => w.Id).SingleAsync();
    }

    private static async Task<JsonElement> GetAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Traffic that fails in Germany, after a search.</summary>
    private static async Task<(PatternWorld World, WorkflowRef Workflow, PersonAccess Lead, FailurePattern German)> FoundAsync(
        bool alone = false
    )
    {
        var world = await PatternWorld.CreateAsync();
        await world.SendAsync(Noon.AddMinutes(-30), 20, 19, "DE");
        if (alone)
            await world.SendAsync(Noon.AddMinutes(-20), 40, 1);
        else
            await world.SendAsync(Noon.AddMinutes(-30), 40, 1);
        var workflow = await world.WorkflowAsync();
        Assert.True(await world.Services.Get<PatternSearch>().SearchAsync(workflow.Id));
        var german = await world.Services.QueryAsync(db => db.FailurePatterns.AsNoTracking().SingleAsync(p => p.Name == "country = DE"));
        return (world, workflow, await world.LeadAsync(), german);
    }
}
