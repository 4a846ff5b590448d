using System.Net;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Data.Releases;
using TriageConsole.Tests.Shared;
using static TriageConsole.Tests.Retrieval.RetrievalWorld;

namespace TriageConsole.Tests.Retrieval;

/// <summary>Filters of documents as drafts of releases.</summary>
public sealed class RetrievalFilterTests
{
    [Fact]
    public async Task Filter_IsADraftBasedOnTheLiveRelease_AndRecorded()
    {
        await using var app = await TestApp.StartAsync();
        var client = await FilledAsync(app);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(client, "{}")).Status);
        await LiveAsync(app, client);
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(client, """{"documents":["good"]}""")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(client, """{"documents":[]}""")).Status);
        var (status, draft) = await SendAsync(client, """{"documents":["bad"]}""");
        Assert.True(status == HttpStatusCode.OK, draft.GetRawText());
        var name = Text(draft, "name");
        var parts = await QueryAsync(
            app,
            db =>
                (
                    from c in db.ReleaseComponents
                    join r in db.Releases on c.ReleaseId equals r.Id
                    join v in db.ComponentVersions on c.ComponentVersionId equals v.Id
                    where r.Name == name && r.State == ReleaseState.Draft
                    orderby v.Kind
                    select new { v.Kind, v.Content }
                ).ToListAsync()
        );
        Assert.Equal([ComponentKind.Prompt, ComponentKind.RetrievalConfig], parts.Select(p => p.Kind));
        Assert.Equal(["You help.", """{"exclude_documents":["bad"]}"""], parts.Select(p => p.Content));
        var notes = await QueryAsync(app, db => db.Releases.Where(r => r.Name == name).Select(r => r.Notes).SingleAsync());
        Assert.Contains("bad: outcomes are worse with it", notes, StringComparison.Ordinal);
        // The same filter again is the same release, and is recorded once.
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(client, "{}")).Status);
        Assert.Equal([$"release {name}"], await RecordedAsync(app, AuditActions.RetrievalFilterCreated));
    }

    [Fact]
    public async Task Filter_OfTheLiveRelease_IsExtended()
    {
        await using var app = await TestApp.StartAsync();
        var client = await FilledAsync(app);
        await LiveAsync(app, client, """{"exclude_documents":["kb-0"]}""");
        var (status, draft) = await SendAsync(client, "{}");
        Assert.True(status == HttpStatusCode.OK, draft.GetRawText());
        Assert.Equal(["bad"], draft.GetProperty("documents").EnumerateArray().Select(d => d.GetString()));
        var version = Text(draft, "version");
        var made = await QueryAsync(
            app,
            db =>
                db.ComponentVersions.Where(c => c.Version == version)
                    .Select(c => new
                    {
                        c.Content,
                        Parent = db.ComponentVersions.Where(p => p.Id == c.ParentId).Select(p => p.Version).FirstOrDefault(),
                    })
                    .SingleAsync()
        );
        Assert.Equal(("""{"exclude_documents":["bad","kb-0"]}""", "by hand"), (made.Content, made.Parent));
    }

    [Theory]
    [InlineData("""{"exclude_documents":["bad"]}""", "already")]
    [InlineData("""{"top_k":5}""", "another content")]
    public async Task Filter_OfTheLiveRelease_ThatLeavesItOutOrIsAnother_IsRefused(string filter, string reason)
    {
        await using var app = await TestApp.StartAsync();
        var client = await FilledAsync(app);
        await LiveAsync(app, client, filter);
        var (status, problem) = await SendAsync(client, "{}");
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains(reason, Text(problem, "detail"), StringComparison.Ordinal);
        Assert.Equal(1, await QueryAsync(app, db => db.Releases.CountAsync()));
    }
}
