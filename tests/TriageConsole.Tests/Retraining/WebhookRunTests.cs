using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using TriageConsole.Core.Common;
using TriageConsole.Data.Retraining;
using TriageConsole.Features.Retraining;
using TriageConsole.Features.Retraining.Runs;

namespace TriageConsole.Tests.Retraining;

/// <summary>Runs of services that get a signed request and call back, signed.</summary>
public sealed class WebhookRunTests : IAsyncLifetime
{
    private const string Secret = "a-secret-of-the-webhook";
    private readonly ConcurrentQueue<(string Body, string Signature)> calls = new();
    private WebApplication service = null!;
    private int status = 202;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        service = builder.Build();
        service.MapPost(
            "/train",
            async (HttpContext context) =>
            {
                using var reader = new StreamReader(context.Request.Body);
                calls.Enqueue((await reader.ReadToEndAsync(), context.Request.Headers["X-Triage-Signature"].ToString()));
                return Results.StatusCode(status);
            }
        );
        await service.StartAsync();
    }

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task SignedCallback_IsAcceptedOnce_AndASecondOneChangesNothing()
    {
        await using var w = await WorldAsync();
        var id = await w.StartAsync();
        await w.WorkAsync();
        var (sent, signature) = Assert.Single(calls);
        Assert.Equal(Sign(sent), signature);
        var said = JsonDocument.Parse(sent).RootElement;
        Assert.Equal(("start", id), (said.GetProperty("action").GetString(), said.GetProperty("run").GetInt64()));
        Assert.Equal("You are live-1.", said.GetProperty("components")[0].GetProperty("content").GetString());
        Assert.Equal(RetrainingState.Running, (await w.RunAsync(id)).Run.State);

        Assert.True((await CallBackAsync(w, id, $$"""{"run":{{id}},"status":"running","log":["half done, {{Secret}}"]}"""))!.Ok);
        var done = $$"""{"run":{{id}},"status":"succeeded","components":[{"kind":"prompt","name":"system","content":"You are fixed."}]}""";
        var other = done.Replace("fixed", "other", StringComparison.Ordinal);
        var answers = await Task.WhenAll(new[] { done, done, done }.Select(b => Task.Run(() => CallBackAsync(w, id, b))));
        Assert.Single(answers.Select(a => a!.Value).Distinct());
        Assert.Equal(answers[0]!.Value, (await CallBackAsync(w, id, other))!.Value);
        await w.WorkAsync();
        var detail = await w.RunAsync(id);
        Assert.True(detail.Run.State == RetrainingState.Succeeded, detail.Run.Message);
        Assert.Single(detail.Events, e => e.Text == "half done, [secret]");
        Assert.Single(detail.Events, e => e.Text == "The service called back with its result.");

        Assert.Equal(answers[0]!.Value, (await CallBackAsync(w, id, other))!.Value);
        await w.WorkAsync();
        Assert.Equal(detail.Events.Count, (await w.RunAsync(id)).Events.Count);
        Assert.Equal(
            "You are fixed.",
            await w.World.Fixture.QueryAsync(db =>
                db.ComponentVersions.Where(c => c.Version == $"retrain-{id}").Select(c => c.Content).SingleAsync()
            )
        );
    }

    [Fact]
    public async Task Callbacks_WithoutAFittingSignature_AreRefused()
    {
        await using var w = await WorldAsync();
        var id = await w.StartAsync();
        await w.WorkAsync();
        var callbacks = w.World.Fixture.Get<CallbackService>();
        var body = $$"""{"run":{{id}},"status":"failed","message":"no"}""";
        Assert.Null(await callbacks.AcceptAsync(id, Encoding.UTF8.GetBytes(body), null, default));
        Assert.Null(await callbacks.AcceptAsync(id, Encoding.UTF8.GetBytes(body), Sign(body + " "), default));
        Assert.Null(await callbacks.AcceptAsync(id + 1, Encoding.UTF8.GetBytes(body), Sign(body), default));
        Assert.Equal(ErrorKind.Invalid, (await CallBackAsync(w, id, $$"""{"run":{{id + 1}},"status":"failed"}"""))!.Error!.Kind);
        Assert.Equal(ErrorKind.Invalid, (await CallBackAsync(w, id, "{"))!.Error!.Kind);
        Assert.Equal(ErrorKind.Invalid, (await CallBackAsync(w, id, $$"""{"run":{{id}},"status":"maybe"}"""))!.Error!.Kind);
        Assert.Equal(RetrainingState.Running, (await w.RunAsync(id)).Run.State);

        Assert.True((await CallBackAsync(w, id, body))!.Ok);
        await w.WorkAsync();
        Assert.Equal("The service reports a failure: no", (await w.RunAsync(id)).Run.Message);
    }

    [Fact]
    public async Task Service_ThatRefusesOrIsSilent_FailsTheRun_AndOneThatIsCancelledIsTold()
    {
        await using var w = await WorldAsync();
        status = 400;
        var refused = (await w.CarryOutAsync()).Run;
        Assert.Equal((RetrainingState.Failed, "The service refused the run with status 400."), (refused.State, refused.Message));

        status = 200;
        var again = await w.Service.StartAsync(w.World.Lead, w.World.Workflow, (await w.ProposalAsync()).Id, null);
        await w.WorkAsync();
        await w.World.Fixture.QueryAsync(db =>
            db.RetrainingRuns.ExecuteUpdateAsync(s =>
                s.SetProperty(r => r.DeadlineAt, DateTimeOffset.UnixEpoch).SetProperty(r => r.NextStepAt, DateTimeOffset.UnixEpoch)
            )
        );
        await w.WorkAsync();
        Assert.Equal("The service did not call back within 3600 s.", (await w.RunAsync(again.Value.Run)).Run.Message);

        var third = await w.Service.StartAsync(w.World.Lead, w.World.Workflow, (await w.ProposalAsync()).Id, null);
        await w.WorkAsync();
        calls.Clear();
        Assert.True((await w.Service.CancelAsync(w.World.Lead, w.World.Workflow, third.Value.Run)).Ok);
        await w.WorkAsync();
        Assert.Contains("\"action\":\"cancel\"", Assert.Single(calls).Body, StringComparison.Ordinal);
        Assert.Equal(RetrainingState.Cancelled, (await w.RunAsync(third.Value.Run)).Run.State);
        var late = await CallBackAsync(w, third.Value.Run, $$"""{"run":{{third.Value.Run}},"status":"failed"}""");
        Assert.True(late!.Ok);
        Assert.Equal(RetrainingState.Cancelled, (await w.RunAsync(third.Value.Run)).Run.State);
    }

    private static string Sign(string body) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(body)));

    private static Task<Result<CallbackAnswer>?> CallBackAsync(RetrainingWorld w, long id, string body) =>
        w.World.Fixture.Get<CallbackService>().AcceptAsync(id, Encoding.UTF8.GetBytes(body), Sign(body), default);

    private Task<RetrainingWorld> WorldAsync() =>
        RetrainingWorld.CreateAsync(o =>
            o.Executors["service"] = new ExecutorOptions
            {
                Kind = ExecutorKind.Webhook,
                Url = new Uri(service.Urls.First() + "/train"),
                Secret = Secret,
            }
        );
}
