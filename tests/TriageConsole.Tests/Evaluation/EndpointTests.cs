using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;
using TriageConsole.Features.Evaluation.Endpoints;
using TriageConsole.Outbound;
using TriageConsole.Security;

namespace TriageConsole.Tests.Evaluation;

/// <summary>Endpoints: permissions and keys.</summary>
public sealed class EndpointTests
{
    [Fact]
    public async Task Endpoint_EncryptsItsKey_AndSendsItToNoOtherHost()
    {
        await using var w = await EvalWorld.CreateAsync(["one"]);
        var endpoints = w.Fixture.Get<EndpointService>();
        var row = (await endpoints.ListAsync(w.Admin)).Single();
        Assert.DoesNotContain(EvalWorld.Secret, JsonSerializer.Serialize(row), StringComparison.Ordinal);
        var stored = await w.Fixture.QueryAsync(db => db.ModelEndpoints.Select(e => e.ProtectedKey!).SingleAsync());
        Assert.DoesNotContain(EvalWorld.Secret, stored, StringComparison.Ordinal);
        var moved = await endpoints.ChangeAsync(
            w.Admin,
            row.Id,
            row.RowVersion,
            new EndpointEdit("main", "https://evil.example.org/v1", "m", null)
        );
        Assert.Equal((false, "key"), (moved.Ok, Assert.Single(moved.Problems).Field));
        Assert.True(
            (
                await endpoints.ChangeAsync(
                    w.Admin,
                    row.Id,
                    row.RowVersion,
                    new EndpointEdit("main", row.BaseUrl + "/chat/completions/", "m2", null)
                )
            ).Ok
        );
        var changed = (await endpoints.ListAsync(w.Admin)).Single();
        Assert.Equal((row.BaseUrl, "m2", true), (changed.BaseUrl, changed.Model, changed.HasKey));
        Assert.False((await endpoints.ChangeAsync(w.Admin, row.Id, row.RowVersion, new EndpointEdit("main", row.BaseUrl, "m3", null))).Ok);
        Assert.True((await endpoints.ChangeAsync(w.Admin, row.Id, changed.RowVersion, new EndpointEdit("main", row.BaseUrl, "m2", ""))).Ok);
        Assert.False((await endpoints.ListAsync(w.Admin)).Single().HasKey);
        Assert.Equal(
            "name",
            (await endpoints.CreateAsync(w.Admin, w.Workflow.TenantId, new EndpointEdit("main", "http://x/v1", "m", null)))
                .Problems[0]
                .Field
        );
    }

    [Theory]
    [InlineData("ftp://host/v1", "url")]
    [InlineData("host/v1", "url")]
    [InlineData("https://user:pass@host/v1", "url")]
    [InlineData("https://host/v1?key=1", "url")]
    [InlineData("http://169.254.169.254/latest", "url")]
    [InlineData("http://[fe80::1]/v1", "url")]
    [InlineData("http://[::ffff:169.254.169.254]/v1", "url")]
    [InlineData("http://10.0.0.1/v1", "url")]
    [InlineData("http://0xa000001/v1", "url")]
    [InlineData("http://012.0.0.1/v1", "url")]
    [InlineData("http://127.0.0.2./v1", "url")]
    [InlineData("http://[::1]:5432/v1", "url")]
    [InlineData("http://[fd00:ec2::254]/v1", "url")]
    [InlineData("file:///etc/passwd", "url")]
    public async Task Endpoint_WithAForbiddenAddress_IsRefused(string url, string field)
    {
        await using var w = await EvalWorld.CreateAsync(["one"]);
        Assert.Equal(
            field,
            (await w.Fixture.Get<EndpointService>().CreateAsync(w.Admin, w.Workflow.TenantId, new EndpointEdit("other", url, "m", null)))
                .Problems[0]
                .Field
        );
    }

    [Fact]
    public async Task Endpoint_WhoseNameResolvesToAPrivateAddress_IsNotCalledAndReportedAsUnreachable()
    {
        await using var w = await EvalWorld.CreateAsync(["one"], o => o.Retries = 0);
        w.Fixture.Get<OutboundHttp>().Resolve = (_, _) => Task.FromResult(new[] { System.Net.IPAddress.Parse("127.0.0.5") });
        var endpoints = w.Fixture.Get<EndpointService>();
        var row = (await endpoints.ListAsync(w.Admin)).Single();
        var url = w.Server.BaseUrl.Replace("127.0.0.1", "models.example.org", StringComparison.Ordinal);
        Assert.True((await endpoints.ChangeAsync(w.Admin, row.Id, row.RowVersion, new EndpointEdit("main", url, "m", ""))).Ok);
        var run = await w.RunAsync(w.Ask(sample: 1));
        Assert.Equal(
            "No item has an output:\n1 item without an output: The endpoint is unreachable or did not respond in time.",
            run.Message
        );
        Assert.Empty(w.Server.Calls);
    }

    [Fact]
    public async Task Endpoints_AreForAdminsOfTheirTenant()
    {
        await using var w = await EvalWorld.CreateAsync(["one"]);
        var endpoints = w.Fixture.Get<EndpointService>();
        var other = await w.HireAsync("otto", Role.Admin, tenantId: 99);
        Assert.Empty(await endpoints.ListAsync(other));
        Assert.Empty(await endpoints.ListAsync(w.Lead));
        foreach (var person in new[] { other, w.Lead })
        {
            await Assert.ThrowsAsync<AccessDeniedException>(() =>
                endpoints.CreateAsync(person, w.Workflow.TenantId, new EndpointEdit("x", "http://x", "m", null))
            );
            await Assert.ThrowsAsync<AccessDeniedException>(() =>
                endpoints.ChangeAsync(person, w.EndpointId, 0, new EndpointEdit("x", "http://x", "m", null))
            );
            await Assert.ThrowsAsync<AccessDeniedException>(() => endpoints.RemoveAsync(person, w.EndpointId, true));
        }
    }
}
