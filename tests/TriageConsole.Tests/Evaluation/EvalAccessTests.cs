using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;
using TriageConsole.Data.Releases;
using TriageConsole.Data.Tenants;
using TriageConsole.Features.Evaluation.Endpoints;
using TriageConsole.Features.Evaluation.Evaluators;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Evaluation;

/// <summary>Permissions to start, read and cancel runs, in services and in the API.</summary>
public sealed class EvalAccessTests
{
    [Fact]
    public async Task Runs_AreStartedByLeadsAndApproversAndReadByLeads_OfTheirTenantOnly()
    {
        await using var w = await EvalWorld.CreateAsync(["one"]);
        var id = await w.StartAsync(w.Ask(sample: 1));
        var otherTenant = await w.Fixture.QueryAsync(async db =>
        {
            var tenant = new Tenant
            {
                Key = "other",
                Name = "Other",
                CreatedAt = DateTimeOffset.UnixEpoch,
            };
            db.Tenants.Add(tenant);
            await db.SaveChangesAsync();
            return tenant.Id;
        });
        var strangers = new[]
        {
            await w.HireAsync("lena", Role.Labeler),
            await w.HireAsync("otto", Role.Lead, otherTenant),
            PersonAccess.Nobody,
        };
        foreach (var person in strangers)
        {
            await Assert.ThrowsAsync<AccessDeniedException>(() => w.Service.StartAsync(person, w.Workflow, w.Ask(sample: 1)));
            await Assert.ThrowsAsync<AccessDeniedException>(() => w.Service.CancelAsync(person, id));
            await Assert.ThrowsAsync<AccessDeniedException>(() => w.Service.RescoreAsync(person, id));
            await Assert.ThrowsAsync<AccessDeniedException>(() => w.Reader.OfReleaseAsync(person, w.Workflow, w.CandidateId));
            Assert.Null(await w.Reader.OpenAsync(person, id));
            Assert.Empty(await w.Reader.ListAsync(person));
        }

        var approver = await w.HireAsync("arno", Role.Approver);
        Assert.Single(await w.Reader.OfReleaseAsync(approver, w.Workflow, w.CandidateId));
        Assert.Null(await w.Reader.OpenAsync(approver, id));
        Assert.True((await w.Service.StartAsync(approver, w.Workflow, w.Ask(sample: 1))).Ok);
        Assert.True(await w.Service.CancelAsync(approver, id));
        Assert.Equal(2, (await w.Reader.ListAsync(w.Lead, w.Workflow.Id)).Count);
        await Assert.ThrowsAsync<AccessDeniedException>(() => w.Service.CancelAsync(w.Lead, 99_999));

        var stranger = new ApiCaller(otherTenant, "other", "k");
        await Assert.ThrowsAsync<AccessDeniedException>(() => w.Service.StartAsync(stranger, w.Workflow.Id, w.Ask(sample: 1)));
        Assert.Null(await w.Service.CancelAsync(stranger, id));
        Assert.Null(await w.Reader.OpenAsync(stranger, id));
        // The endpoint of another tenant cannot be used.
        var foreign = await w
            .Fixture.Get<EndpointService>()
            .CreateAsync(
                await w.HireAsync("olga", Role.Admin, otherTenant),
                otherTenant,
                new EndpointEdit("main", w.Server.BaseUrl, "m", null)
            );
        Assert.True(foreign.Ok);
        var foreignId = await w.Fixture.QueryAsync(db =>
            db.ModelEndpoints.Where(e => e.TenantId == otherTenant).Select(e => e.Id).SingleAsync()
        );
        Assert.StartsWith(
            "The endpoint does not exist",
            (await w.Service.StartAsync(w.Lead, w.Workflow, w.Ask(sample: 1) with { EndpointId = foreignId })).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Api_StartsARunFromInlineOutputs_AndReadsItsFigures()
    {
        await using var app = await TestApp.StartAsync(b => b.Configuration["Jobs:IsEnabled"] = "true");
        await app.Get<IngestService>()
            .AcceptAsync(
                new IngestSource(await app.EnsureTenantAsync("acme"), "acme"),
                new MemoryStream(
                    System.Text.Encoding.UTF8.GetBytes(
                        EvalWorld.Event("t0", "k0", "one", "Answer one", "live-1")
                            + "\n"
                            + EvalWorld.Event("t1", "k1", "two", "Answer two", "live-1")
                    )
                )
            );
        var workflow = await PrepareAsync(app);
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "release", "read"));
        async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, object body)
        {
            using var answer = await client.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
            return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
        }

        var inputs = (
            await client.GetStringAsync(
                new Uri("/api/v1/evaluations/inputs?workflow=support&release=next-2&sample=5&seed=3", UriKind.Relative)
            )
        )
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonSerializer.Deserialize<JsonElement>(l))
            .ToList();
        Assert.Equal(["one", "two"], inputs.Select(i => i.GetProperty("input").GetString()).Order());
        var (status, started) = await PostAsync(
            "/api/v1/evaluations",
            new
            {
                workflow = "support",
                release = "next-2",
                source = "file",
                outputs = new object[]
                {
                    new { trace_id = "t0", output = "Answer one" },
                    new { trace_id = "t1", output = "Mail a@example.org" },
                    new { trace_id = "t9", output = "?" },
                },
            }
        );
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Contains("t9", started.GetProperty("problems")[0].GetString(), StringComparison.Ordinal);
        var id = started.GetProperty("id").GetInt64();
        JsonElement run = default;
        await Wait.UntilAsync(async () =>
        {
            run = await client.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/evaluations/{id}", UriKind.Relative));
            return run.GetProperty("state").GetString() is not ("queued" or "running");
        });
        Assert.Equal(
            ("finished", 2, 1),
            (
                run.GetProperty("state").GetString(),
                run.GetProperty("done").GetInt32(),
                run.GetProperty("figures").GetProperty("all").GetProperty("candidate").GetProperty("passes").GetInt32()
            )
        );
        Assert.Equal("t1", run.GetProperty("regressions")[0].GetProperty("trace_id").GetString());
        Assert.False((await PostAsync($"/api/v1/evaluations/{id}/cancel", new { })).Body.GetProperty("cancelled").GetBoolean());

        async Task RefusedAsync(HttpStatusCode expected, object body) =>
            Assert.Equal(expected, (await PostAsync("/api/v1/evaluations", body)).Status);
        await RefusedAsync(
            HttpStatusCode.NotFound,
            new
            {
                workflow = "support",
                release = "no\0ne",
                source = "file",
                outputs = "x",
            }
        );
        await RefusedAsync(
            HttpStatusCode.BadRequest,
            new
            {
                workflow = "support",
                release = "next-2",
                source = "magic",
            }
        );
        await RefusedAsync(
            HttpStatusCode.BadRequest,
            new
            {
                workflow = "support",
                release = "next-2",
                source = "endpoint",
                endpoint = "none",
            }
        );
        await RefusedAsync(
            HttpStatusCode.BadRequest,
            new
            {
                workflow = "support",
                release = "next-2",
                source = "file",
                outputs = "?",
            }
        );
        await RefusedAsync(HttpStatusCode.BadRequest, new { workflow = 7 });
        await RefusedAsync(HttpStatusCode.BadRequest, new { });
        using var broken = await client.PostAsync(new Uri("/api/v1/evaluations", UriKind.Relative), new StringContent("{"));
        Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);

        var stranger = app.CreateApiClient(await app.CreateApiKeyAsync("other", "release", "read"));
        using var hidden = await stranger.GetAsync(new Uri($"/api/v1/evaluations/{id}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        using var foreign = await stranger.PostAsJsonAsync(new Uri($"/api/v1/evaluations/{id}/cancel", UriKind.Relative), new { });
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);

        var lead = await app.SignInAsync(Role.Lead);
        Assert.Equal(
            2,
            (await lead.Client.GetStringAsync(new Uri($"/evals/inputs/{workflow.CandidateId}?sample=5", UriKind.Relative)))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Length
        );
        var otherLead = await app.SignInAsync("other", Role.Lead);
        using var none = await otherLead.Client.GetAsync(new Uri($"/evals/inputs/{workflow.CandidateId}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    private static async Task<(WorkflowRef Workflow, long CandidateId)> PrepareAsync(TestApp app)
    {
        await using var db = app.Database.CreateContext();
        var workflow = await db
            .Workflows.Select(w => new WorkflowRef(w.Id, w.TenantId, w.Tenant!.Key, w.Key, w.Name, true, null))
            .SingleAsync();
        var release = new Release
        {
            TenantId = workflow.TenantId,
            WorkflowId = workflow.Id,
            Name = "next-2",
            Author = "test",
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        db.Releases.Add(release);
        await db.SaveChangesAsync();
        var (userId, _) = await app.CreatePersonAsync(new Grant(Role.Lead, workflow.TenantId, null));
        var access = await app.Get<AccessService>().ForUserAsync(userId);
        Assert.True(
            (await app.Get<EvaluatorSetService>().SaveAsync(access, workflow, 0, """{"evaluators":[{"key":"pii","kind":"pii"}]}""")).Ok
        );
        return (workflow, release.Id);
    }
}
