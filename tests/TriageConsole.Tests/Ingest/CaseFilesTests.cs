using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Ingest;

/// <summary>Sends the cases from public reports unchanged.</summary>
public sealed class CaseFilesTests : IAsyncLifetime
{
    private static readonly Uri Events = new("/api/v1/events", UriKind.Relative);
    private TestApp app = null!;
    private HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        app = await TestApp.StartAsync();
        client = app.CreateApiClient(await app.CreateApiKeyAsync("cases", "ingest", "read"));
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task<JsonElement> SendAsync(string file)
    {
        var body = await File.ReadAllBytesAsync(SharedData.Case(file), TestContext.Current.CancellationToken);
        using var answer = await client.PostAsync(Events, new ByteArrayContent(body), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    private static Dictionary<int, string> Reasons(JsonElement answer) =>
        answer
            .GetProperty("quarantined")
            .EnumerateArray()
            .ToDictionary(q => q.GetProperty("line").GetInt32(), q => q.GetProperty("reason").GetString()!);

    [Fact]
    public async Task I05_Times_AreIsoOrEpochOrRefused()
    {
        var answer = await SendAsync("I05.timestamps.ndjson");
        Assert.Equal([4, 5, 6, 8, 10, 11], Reasons(answer).Keys.Order());
        Assert.All(Reasons(answer).Values, r => Assert.Equal("bad_timestamp", r));
        await using var db = app.Database.CreateContext();
        var times = await db.Interactions.ToDictionaryAsync(
            i => i.TraceId,
            i => i.Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", System.Globalization.CultureInfo.InvariantCulture),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(
            [
                "2026-05-04T09:30:00.0000000",
                "2026-05-04T07:30:00.0000000",
                "2026-05-04T09:30:00.1234560",
                "2026-05-04T09:30:00.0000000",
                "2026-05-04T09:30:00.0000000",
                "2026-03-29T01:30:00.0000000",
                "2026-10-25T01:30:00.0000000",
            ],
            new[]
            {
                "i05-naive",
                "i05-offset-basic",
                "i05-nanos",
                "i05-epoch-s",
                "i05-epoch-s-text",
                "i05-dst-gap",
                "i05-dst-twice-b",
            }.Select(t => times[t])
        );
    }

    [Theory]
    [InlineData("04%2F05%2F2026")]
    [InlineData("10:30")]
    [InlineData("May%204%202026")]
    [InlineData("2026")]
    public async Task I05_QueryParameters_AreNotGuessed(string text)
    {
        foreach (var address in new[] { "interactions", "labels", "windows", "outcomes" })
        {
            using var answer = await client.GetAsync(
                new Uri($"/api/v1/{address}?workflow=x&from={text}", UriKind.Relative),
                TestContext.Current.CancellationToken
            );
            Assert.Equal((address, HttpStatusCode.BadRequest), (address, answer.StatusCode));
        }
    }

    [Theory]
    [InlineData("2026-05-04T09:30:00+02:00")]
    [InlineData("2026-05-04T09:30:00%2B02:00")]
    [InlineData("2026-05-04%2009:30:00%2B02:00")]
    [InlineData("2026-05-04%2009:30")]
    [InlineData("1777887000")]
    public async Task I05_QueryParameters_InIsoAreAccepted(string text)
    {
        using var answer = await client.GetAsync(
            new Uri($"/api/v1/interactions?from={text}", UriKind.Relative),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task I06_Dots_AreRefusedByName()
    {
        var answer = await SendAsync("I06.ids.ndjson");
        Assert.Equal("bad_id", Assert.Single(Reasons(answer)).Value);
    }

    [Fact]
    public async Task I08_Values_AreReadAsTheirSendersIntended()
    {
        await SendAsync("I08.feedback-values.ndjson");
        await using var db = app.Database.CreateContext();
        var polarity = await db
            .Signals.Join(
                db.Interactions,
                s => s.InteractionId,
                i => i.Id,
                (s, i) =>
                    new
                    {
                        i.TraceId,
                        s.Polarity,
                        s.Strength,
                    }
            )
            .ToDictionaryAsync(s => s.TraceId, TestContext.Current.CancellationToken);
        Assert.Equal(
            "text-1 -1, text-5 1, text-false -1, text-FALSE-sp -1, down-false 0, emoji-down -1, lf-up 1, pm-up 0, ten-2 -1, empty 0",
            string.Join(
                ", ",
                new[]
                {
                    "text-1",
                    "text-5",
                    "text-false",
                    "text-FALSE-sp",
                    "down-false",
                    "emoji-down",
                    "lf-up",
                    "pm-up",
                    "ten-2",
                    "empty",
                }.Select(t => $"{t} {polarity["i08-" + t].Polarity}")
            )
        );
        Assert.Equal(1, polarity["i08-text-1"].Strength);
    }

    [Fact]
    public async Task I08_ChangedVote_KeepsTheLaterVote()
    {
        var answer = await SendAsync("I08.changed-vote.ndjson");
        Assert.Equal(
            (1, 2, 1, 1),
            (
                answer.GetProperty("accepted").GetInt32(),
                answer.GetProperty("joined").GetInt32(),
                answer.GetProperty("duplicates").GetInt32(),
                answer.GetProperty("changed").GetInt32()
            )
        );
        await using var db = app.Database.CreateContext();
        Assert.Equal(
            ("thumbs_down", -1),
            await db.Signals.SingleAsync(TestContext.Current.CancellationToken) is { } s ? (s.Name, s.Polarity) : default
        );
    }

    [Fact]
    public async Task I09_RepeatedNamesAndBrokenLines_AreRefusedIndividually()
    {
        var answer = await SendAsync("I09.broken-lines.ndjson");
        Assert.Equal(2, answer.GetProperty("accepted").GetInt32());
        var reasons = Reasons(answer);
        Assert.Equal(Enumerable.Range(2, 12), reasons.Keys.Order());
        Assert.Equal(("duplicate_key", "duplicate_key"), (reasons[2], reasons[3]));
    }

    [Fact]
    public async Task I10_NumericIds_AreTexts()
    {
        Assert.Equal(2, (await SendAsync("I10.events.ndjson")).GetProperty("accepted").GetInt32());
        using var read = await client.GetAsync(
            new Uri("/api/v1/interactions/5723", UriKind.Relative),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
    }

    [Theory]
    [InlineData("I02.events.ndjson", 4)]
    [InlineData("I03.half-surrogates.ndjson", 7)]
    public async Task I02_I03_AcceptedEvents_CanBeRead(string file, int lines)
    {
        Assert.Equal(lines, (await SendAsync(file)).GetProperty("accepted").GetInt32());
        await using var db = app.Database.CreateContext();
        foreach (var trace in await db.Interactions.Select(i => i.TraceId).ToListAsync(TestContext.Current.CancellationToken))
        {
            using var read = await client.GetAsync(
                new Uri($"/api/v1/interactions/{Uri.EscapeDataString(trace)}", UriKind.Relative),
                TestContext.Current.CancellationToken
            );
            Assert.Equal((trace, HttpStatusCode.OK), (trace, read.StatusCode));
            // Parsed as strictly as possible.
            using var detail = JsonDocument.Parse(await read.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Walk(detail.RootElement);
        }

        static void Walk(JsonElement element)
        {
            if (element.ValueKind == JsonValueKind.Object)
            {
                foreach (var property in element.EnumerateObject())
                {
                    Assert.DoesNotContain('\0', property.Name);
                    Walk(property.Value);
                }
            }
            else if (element.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in element.EnumerateArray())
                    Walk(item);
            }
            else if (element.ValueKind == JsonValueKind.String)
            {
                Assert.DoesNotContain('\0', element.GetString()!);
            }
        }
    }
}
