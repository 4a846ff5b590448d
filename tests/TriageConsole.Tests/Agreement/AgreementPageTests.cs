using Bunit;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Security;
using TriageConsole.Tests.Components;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Agreement;

public sealed class AgreementPageTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Labelers_HaveTheShareOfAcceptedSuggestions_IfThereAreAny(bool isSuggested)
    {
        await using var app = await TestApp.StartAsync();
        var tenant = await app.EnsureTenantAsync("acme");
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "ingest", "label", "read"));
        await PostAsync(
            client,
            "/api/v1/events",
            Enumerable.Range(0, 4).Select(n => $$"""{"trace_id":"t{{n}}","task_type":"s","task_id":"k","model_version":"v"}""")
        );
        await PostAsync(
            client,
            "/api/v1/labels",
            from n in Enumerable.Range(0, 4)
            from r in new[] { "r1", "r2" }
            select AgreementWorld.Line($"t{n}", r, "yes")
        );
        // Counts the labels.
        using var counted = await client.GetAsync(new Uri("/api/v1/agreement?workflow=s", UriKind.Relative));
        if (isSuggested)
            await SuggestAsync(app);
        var (leadId, _) = await app.CreatePersonAsync(new Grant(Role.Lead, tenant, null));
        await using var page = await PersonPage.OpenAsync(
            app.Services,
            app.Get<IDbContextFactory<TriageDbContext>>(),
            leadId,
            TimeProvider.System
        );
        var agreement = page.Render<AgreementPage>(p => p.Add(c => c.Key, "s"));
        await Wait.UntilAsync(() => Task.FromResult(agreement.Markup.Contains("Pairs of labelers", StringComparison.Ordinal)));
        var rows = agreement.FindAll("[aria-labelledby=labelers] tbody tr").ToDictionary(r => r.Children[0].TextContent.Trim(), r => r);
        if (!isSuggested)
        {
            Assert.All(rows.Values, r => Assert.Equal(4, r.Children.Length));
            return;
        }

        // Of three suggestions, two were accepted; the label that was replaced since does not count.
        Assert.Matches(@"^66\.7.%\s+of\s+3$", rows["r1"].Children[4].TextContent.Trim());
        Assert.Equal("", rows["r2"].Children[4].TextContent.Trim());
    }

    private static async Task SuggestAsync(TestApp app)
    {
        await using var db = app.Database.CreateContext();
        var labels = await db.Labels.Where(l => l.Labeler!.Key == "r1").OrderBy(l => l.Id).ToListAsync();
        foreach (var (label, isAccepted) in labels.Zip([true, true, false, true]))
            db.LabelSuggestions.Add(
                new LabelSuggestion
                {
                    LabelId = label.Id,
                    Criterion = "quality",
                    Value = isAccepted ? "yes" : "no",
                    IsAccepted = isAccepted,
                }
            );
        labels[3].IsCurrent = false;
        await db.SaveChangesAsync();
    }

    private static async Task PostAsync(HttpClient client, string path, IEnumerable<string> lines)
    {
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), new StringContent(string.Join('\n', lines)));
        answer.EnsureSuccessStatusCode();
    }
}
