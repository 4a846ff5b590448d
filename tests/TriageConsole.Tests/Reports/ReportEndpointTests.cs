using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Patterns;
using TriageConsole.Data.Access;
using TriageConsole.Data.Patterns;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Reports;

/// <summary>The report by API and as a file.</summary>
public sealed class ReportEndpointTests
{
    private const string Script = "<script>alert(1)</script>";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Api_ReadsTheTenantOfTheKey_AndSaysWhatIsWrong()
    {
        await using var app = await TestApp.StartAsync();
        await app.AddWorkflowAsync("acme", "support");
        await app.EnsureTenantAsync("other");
        using var own = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "read"));
        using var report = JsonDocument.Parse(await ReadAsync(own, "/api/v1/reports/support?week=2024-W10", HttpStatusCode.OK));
        Assert.Equal("2024-W10", report.RootElement.GetProperty("week").GetString());
        Assert.Equal("2024-03-04", report.RootElement.GetProperty("from").GetString()![..10]);
        Assert.Equal(0, report.RootElement.GetProperty("measures").GetArrayLength());
        Assert.Equal(0, report.RootElement.GetProperty("experts").GetProperty("labels").GetInt32());
        Assert.Contains("No outcomes were measured", report.RootElement.GetProperty("summary")[0].GetString(), StringComparison.Ordinal);

        var wrong = await ReadAsync(own, "/api/v1/reports/support?week=2024-W60", HttpStatusCode.BadRequest);
        Assert.Contains("week must be an ISO week such as", wrong, StringComparison.Ordinal);
        var future = await ReadAsync(own, "/api/v1/reports/support?week=2190-W01", HttpStatusCode.BadRequest);
        Assert.Contains("has not begun", future, StringComparison.Ordinal);
        using var other = app.CreateApiClient(await app.CreateApiKeyAsync("other", "read"));
        var missing = await ReadAsync(other, "/api/v1/reports/support", HttpStatusCode.NotFound);
        Assert.Contains("There is no workflow 'support' in this tenant.", missing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_IsOneDocument_WithEveryNameEncoded()
    {
        await using var app = await TestApp.StartAsync();
        var workflow = await app.AddWorkflowAsync("acme", "support");
        await using (var db = app.Database.CreateContext())
        {
            await db.Workflows.Where(w => w.Id == workflow.Id).ExecuteUpdateAsync(s => s.SetProperty(w => w.Name, Script));
            var terms = new PatternTerms([new NamedTerm("segment", Script)]);
            db.FailurePatterns.Add(
                new FailurePattern
                {
                    TenantId = workflow.TenantId,
                    WorkflowId = workflow.Id,
                    TermsHash = terms.Hash,
                    Terms = terms.ToJson(),
                    Name = terms.Name,
                    FirstSeenAt = new DateTimeOffset(2024, 3, 5, 0, 0, 0, TimeSpan.Zero),
                    LastSeenAt = new DateTimeOffset(2024, 3, 5, 0, 0, 0, TimeSpan.Zero),
                    IsCurrent = true,
                }
            );
            await db.SaveChangesAsync(Cancelled);
        }

        var lead = await app.SignInAsync(Role.Lead);
        var address = new Uri("/exports/report?workflow=support&tenant=acme&week=2024-W10", UriKind.Relative);
        using var response = await lead.Client.GetAsync(address, Cancelled);
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("support-2024-W10.html", response.Content.Headers.ContentDisposition!.FileNameStar);
        var html = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html, StringComparison.Ordinal);
        Assert.Contains("4–10 Mar 2024", WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.Contains("segment = " + Script, WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.DoesNotContain(" src=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<link", html, StringComparison.Ordinal);
        Assert.Contains($"<base href=\"{app.Address}\">", html, StringComparison.Ordinal);

        var json = await ReadAsync(lead.Client, "/exports/report?workflow=support&week=2024-W10&format=json", HttpStatusCode.OK);
        using var report = JsonDocument.Parse(json);
        Assert.Equal("new", report.RootElement.GetProperty("patterns")[0].GetProperty("kind").GetString());
        await ReadAsync(lead.Client, "/exports/report?workflow=support&week=2024-W10&format=pdf", HttpStatusCode.BadRequest);
        await ReadAsync(lead.Client, "/exports/report?workflow=support&week=yesterday", HttpStatusCode.BadRequest);
        var stranger = await app.SignInAsync("other", Role.Lead);
        await ReadAsync(stranger.Client, "/exports/report?workflow=support&tenant=acme", HttpStatusCode.NotFound);
    }

    private static async Task<string> ReadAsync(HttpClient client, string path, HttpStatusCode status)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), Cancelled);
        var text = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.True(response.StatusCode == status, $"{response.StatusCode}: {text}");
        return text;
    }
}
