using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MudBlazor;
using TriageConsole.Account;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Notices;
using TriageConsole.Features.Redaction;
using TriageConsole.Features.Search;
using TriageConsole.Shell;
using TriageConsole.Tests.Labeling;

namespace TriageConsole.Tests.Components;

/// <summary>What is around the page keeps working: an exception there would end the whole page.</summary>
public sealed class UnreachableDatabaseTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Bell_KeepsItsNumber_AndCountsAgainLater()
    {
        await using var queue = await QueueApp.StartAsync(items: 0);
        var ann = await queue.HireAsync(Role.Labeler);
        var contexts = new Interrupted(queue.App.Get<IDbContextFactory<TriageDbContext>>()) { IsDown = true };
        await queue.App.Get<NoticeService>().NotifyAsync(ann.UserId, "key", "text", "/");
        await using var context = await queue.OpenAsync(
            ann,
            s =>
                s.AddSingleton(
                        new NoticeService(
                            contexts,
                            queue.App.Get<IProviderStatements>(),
                            queue.App.Get<DatabaseRetry>(),
                            queue.App.Get<IOptions<NoticeOptions>>(),
                            TimeProvider.System
                        )
                    )
                    .AddSingleton<UnreadNotices>()
        );
        var bell = context.Render<NoticeBell>();
        await bell.WaitForAssertionAsync(() => Assert.True(contexts.Attempts > 0), Limit);
        Assert.Equal("Notices", bell.Find("a").GetAttribute("aria-label"));
        contexts.IsDown = false;
        context.Services.GetRequiredService<UnreadNotices>().Read();
        await bell.WaitForAssertionAsync(() => Assert.Contains("1 unread notice", bell.Markup, StringComparison.Ordinal), Limit);
    }

    [Fact]
    public async Task Search_SaysThatItFailed_AndFindsLater()
    {
        await using var queue = await QueueApp.StartAsync(items: 0);
        var lead = await queue.HireAsync(Role.Lead);
        var contexts = new Interrupted(queue.App.Get<IDbContextFactory<TriageDbContext>>()) { IsDown = true };
        await using var context = await queue.OpenAsync(
            lead,
            s => s.AddSingleton(new SearchService(contexts, queue.App.Get<PeopleReader>(), queue.App.Get<KeyHashing>()))
        );
        var page = context.Render<MudDialogProvider>();
        await page.InvokeAsync(() => context.Services.GetRequiredService<IDialogService>().ShowAsync<SearchDialog>("Search"));
        await page.WaitForAssertionAsync(() => page.Find(".search-field"), Limit);
        await page.Find(".search-field").InputAsync("support");
        await page.WaitForAssertionAsync(() => Assert.Contains("Could not search.", page.Markup, StringComparison.Ordinal), Limit);
        contexts.IsDown = false;
        await page.Find(".search-field").InputAsync("support.");
        await page.WaitForAssertionAsync(() => Assert.Contains("support.chat", page.Markup, StringComparison.Ordinal), Limit);
    }

    private sealed class Interrupted(IDbContextFactory<TriageDbContext> contexts) : IDbContextFactory<TriageDbContext>
    {
        public bool IsDown { get; set; }

        public int Attempts { get; private set; }

        public TriageDbContext CreateDbContext()
        {
            Attempts++;
            return IsDown ? throw new TimeoutException("The test interrupts the database.") : contexts.CreateDbContext();
        }
    }
}
